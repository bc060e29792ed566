#if !NET
namespace BintrayPush.Api.Http.Connection;

/// <summary>What .NET Framework's HTTP content lacks.</summary>
internal static class NetFrameworkContent
{
    /// <summary>The stream is there as soon as the headers are; reading it is what can be cancelled.</summary>
    public static Task<Stream> ReadAsStreamAsync(this HttpContent content, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return content.ReadAsStreamAsync();
    }
}
#endif
