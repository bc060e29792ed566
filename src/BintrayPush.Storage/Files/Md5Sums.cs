using System.Collections.Concurrent;
using System.Text;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Files;

/// <summary>
/// MD5 sums of contents. An upload does not wait for them: the first who asks does. The sum of a large content is kept beside it; that of a
/// small one is computed faster than it would be written.
/// </summary>
internal sealed class Md5Sums(Objects objects)
{
    public const long KeptFromSize = 1 << 20;

    private const int Digits = 32;

    /// <summary>Then all are forgotten, which costs a small read for each that is asked for again. About 3 MB.</summary>
    private const int MaxKnown = 10_000;

    private readonly ConcurrentDictionary<string, string> _known = new();

    public async Task<string?> GetAsync(string sha256, long size, CancellationToken cancellation)
    {
        if (_known.TryGetValue(sha256, out var known))
        {
            return known;
        }

        var kept = size < KeptFromSize ? null : await objects.Store.GetAsync(Keys.Md5(sha256), cancellation).ConfigureAwait(false);
        if (kept is not null && Parse(kept.Value) is { } read)
        {
            return Remember(sha256, read);
        }

        if (await ComputeAsync(sha256, size, cancellation).ConfigureAwait(false) is not { } md5)
        {
            return null;
        }

        if (size >= KeptFromSize && objects.StorageEnvironment.KeepsMd5)
        {
            await KeepAsync(sha256, md5, kept?.Tag, cancellation).ConfigureAwait(false);
        }

        return Remember(sha256, md5);
    }

    private string Remember(string sha256, string md5)
    {
        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        return _known[sha256] = md5;
    }

    /// <summary>Reads the content under any of its names: all of them stand for the same bytes.</summary>
    private async Task<string?> ComputeAsync(string sha256, long size, CancellationToken cancellation)
    {
        for (var k = 0; ; k++)
        {
            var name = k == 0 ? sha256 : $"{sha256}.{k}";
            using var content = await objects.Store.OpenAsync(Keys.Content(name), cancellation).ConfigureAwait(false);
            if (content?.Length == size)
            {
                using var hashing = new HashingStream(content, withSha1: false);
                await hashing.DrainAsync(cancellation).ConfigureAwait(false);
                var found = hashing.Finish();
                return found.Sha256 == sha256 ? found.Md5 : null;
            }

            if (!await objects.Store.ExistsAsync(Keys.Condemned(name), cancellation).ConfigureAwait(false))
            {
                return null;
            }
        }
    }

    /// <summary>It can be computed again: so it is not flushed, and a full disk spoils nobody's download.</summary>
    private async Task KeepAsync(string sha256, string md5, string? damaged, CancellationToken cancellation)
    {
        try
        {
            var bytes = Encoding.ASCII.GetBytes(md5);
            _ = damaged is null
                ? await objects.Store.PutIfAbsentAsync(Keys.Md5(sha256), bytes, cancellation).ConfigureAwait(false)
                : await objects.Store.ReplaceAsync(Keys.Md5(sha256), damaged, bytes, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException)
        {
            // The next who asks computes it again.
        }
    }

    private static string? Parse(byte[] value)
    {
        var text = Encoding.ASCII.GetString(value);
        return text.Length == Digits && text.All(digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f')) ? text : null;
    }
}
