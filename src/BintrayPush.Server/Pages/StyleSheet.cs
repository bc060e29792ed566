using System.Security.Cryptography;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Pages;

/// <summary>The one style sheet of the pages.</summary>
internal static class StyleSheet
{
    private const int TagLength = 16;

    private static readonly byte[] Content = Read();

    /// <summary>What stands for exactly this style sheet.</summary>
    public static string Tag { get; } = Convert.ToHexStringLower(SHA256.HashData(Content))[..TagLength];

    public static async Task SendAsync(Call call)
    {
        var headers = call.Http.Response.Headers;
        headers.ETag = $"\"{Tag}\"";
        headers.XContentTypeOptions = "nosniff";
        // Under the address of another one it may be that of a newer server.
        headers.CacheControl = call.Query["v"] == Tag ? "public, max-age=31536000, immutable" : "no-cache";
        if (call.Http.Request.Headers.IfNoneMatch.Contains($"\"{Tag}\""))
        {
            call.Http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await Answer.WriteAsync(call.Http, StatusCodes.Status200OK, "text/css; charset=utf-8", Content);
    }

    private static byte[] Read()
    {
        using var resource = typeof(StyleSheet).Assembly.GetManifestResourceStream("style.css")!;
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }
}
