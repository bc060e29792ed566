using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Downloads;

/// <summary>
/// Sends callers who ask for a large file to where its content is: to the bucket, by an address that was signed for this call, or to a
/// content network, which is only for what everybody may read. Who may have the file was decided here before.
/// </summary>
/// <param name="settings">What leads where.</param>
/// <param name="bucket">Makes the signed addresses.</param>
/// <param name="facts">Says which repositories are private.</param>
/// <param name="anonymousRead">Whether everybody may read public repositories.</param>
internal sealed class ContentRedirects(
    ContentRedirection settings, IContentAddresses bucket, RepositoryFacts facts, bool anonymousRead)
{
    /// <summary>A large file is fetched in parts, whose first bytes may be asked for late.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Answers with the address of a content, if this is a download that is to lead there.</summary>
    /// <param name="call">The call; its answer is described already.</param>
    /// <param name="download">The file.</param>
    /// <param name="type">Its media type.</param>
    public async Task<bool> TryAnswerAsync(Call call, FileDownload download, string type)
    {
        if (download.Content is not IStoredContent { Key: var key } || download.Content.Length < settings.FromBytes
            || !IsWithoutConditions(call.Http.Request)
            || await AddressAsync(call, download, key, type) is not { } address)
        {
            return false;
        }

        var response = call.Http.Response;
        response.StatusCode = StatusCodes.Status302Found;
        response.ContentLength = 0;
        response.Headers.Location = address.AbsoluteUri;
        // The address does not hold for long, and who may have it may change before.
        response.Headers.CacheControl = "no-store";
        return true;
    }

    /// <summary>A range is asked for again there. A condition is about this server's own entity tag, which nobody there knows.</summary>
    private static bool IsWithoutConditions(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers is { IfMatch.Count: 0, IfNoneMatch.Count: 0, IfRange.Count: 0 }
            and { IfModifiedSince.Count: 0, IfUnmodifiedSince.Count: 0 };

    private async Task<Uri?> AddressAsync(Call call, FileDownload download, string key, string type)
    {
        if (settings.Network is not { } network)
        {
            return await bucket.AddressOfAsync(key, type, download.File.Path.FileName, Lifetime, call.Cancellation);
        }

        return download.Published && anonymousRead
            && await facts.FindAsync(call.Repository, call.Cancellation) is { IsPrivate: false } ? new Uri(network, key) : null;
    }
}
