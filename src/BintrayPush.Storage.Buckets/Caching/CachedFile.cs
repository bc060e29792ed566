using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets.Caching;

/// <summary>A content in the cache folder; it may be deleted there while it is read.</summary>
internal sealed class CachedFile(string path, string key)
    : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1), IStoredContent
{
    public string Key => key;
}
