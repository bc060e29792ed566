using System.Security.Cryptography;

namespace BintrayPush.Storage.Buckets.Caching;

/// <summary>
/// A content that is written into the cache folder while somebody reads it from the bucket. A disk that is full ends the writing and not
/// the reading.
/// </summary>
internal sealed class IncomingContent(ContentFolder folder, string sha256, long length, string path, FileStream file) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _written;
    private bool _isOver;

    /// <summary>Takes in the next bytes. With the last ones it is kept if it is what its name says.</summary>
    /// <param name="at">Where in the content they are.</param>
    /// <param name="bytes">The bytes.</param>
    public void Write(long at, ReadOnlySpan<byte> bytes)
    {
        if (_isOver)
        {
            return;
        }

        try
        {
            if (at != _written || at + bytes.Length > length)
            {
                Dispose();
                return;
            }

            _hash.AppendData(bytes);
            file.Write(bytes);
            _written += bytes.Length;
            if (_written == length)
            {
                var isIntact = Hex.Of(_hash.GetHashAndReset()) == sha256;
                Close();
                if (isIntact)
                {
                    folder.Keep(sha256, length, path);
                }
                else
                {
                    folder.Drop(sha256, length, path);
                }
            }
        }
        catch (Exception fault) when (OwnFiles.IsOfDisk(fault))
        {
            Dispose();
        }
    }

    /// <summary>Drops what has come, unless it was whole.</summary>
    public void Dispose()
    {
        if (!_isOver)
        {
            Close();
            folder.Drop(sha256, length, path);
        }
    }

    private void Close()
    {
        _isOver = true;
        _hash.Dispose();
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
            // Its bytes could not be written; a file of another length is no content.
        }
    }
}
