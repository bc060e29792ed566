using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets.Caching;

/// <summary>
/// Contents that were read lately, from a folder of this machine. Only reading is answered by it: a content that is in the folder may be
/// gone from the store, which nothing refers to then.
/// </summary>
internal sealed class CachedContents(IObjectStore inner, ContentFolder folder) : StoreDecorator(inner)
{
    private const int Digits = 64;

    public override async Task<Stream?> OpenAsync(string key, CancellationToken cancellation)
    {
        // A content that has got another name after a sweep (sha256.k) has the same bytes.
        var name = Keys.LastPart(key);
        if (!key.StartsWith(Keys.Contents, StringComparison.Ordinal) || !Keys.IsContentName(name))
        {
            return await Inner.OpenAsync(key, cancellation).ConfigureAwait(false);
        }

        var sha256 = name[..Digits];
        return await folder.OpenAsync(key, sha256, cancellation).ConfigureAwait(false)
            ?? (await Inner.OpenAsync(key, cancellation).ConfigureAwait(false) is { } content
                ? new FillingStream(content, key, sha256, folder) : null);
    }
}
