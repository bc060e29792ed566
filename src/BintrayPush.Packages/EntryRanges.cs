using BintrayPush.Formats.Zip;

namespace BintrayPush.Packages;

/// <summary>
/// Reads parts of an entry that is too long for the memory. An entry can only be unpacked from its beginning: parts that are asked for in
/// their order cost one pass, each step back costs another one, and there are few.
/// </summary>
internal sealed class EntryRanges(PackageZip zip, ZipEntry entry) : IAsyncDisposable
{
    private const int MostPasses = 3;

    private readonly byte[] _passed = new byte[1 << 14];
    private Stream? _content;
    private long _at;
    private int _passes;

    /// <summary>Reads a part.</summary>
    /// <returns>How many bytes there were; fewer than there is room for only at the end.</returns>
    /// <exception cref="InvalidDataException">The entry is damaged, or too many steps back were asked for.</exception>
    public async Task<int> ReadAsync(long at, Memory<byte> bytes, CancellationToken cancellation)
    {
        if (_content is null || at < _at)
        {
            await BeginAsync().ConfigureAwait(false);
        }

        while (_at < at)
        {
            var passed = await _content!.ReadAsync(_passed.AsMemory(0, (int)Math.Min(_passed.Length, at - _at)), cancellation)
                .ConfigureAwait(false);
            if (passed == 0)
            {
                return 0;
            }

            _at += passed;
        }

        var read = await _content!.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        _at += read;
        return read;
    }

    public ValueTask DisposeAsync() => _content?.DisposeAsync() ?? default;

    private async Task BeginAsync()
    {
        await DisposeAsync().ConfigureAwait(false);
        _content = ++_passes <= MostPasses
            ? zip.Open(entry)
            : throw new InvalidDataException($"its entry {entry.Shown} is damaged");
        _at = 0;
    }
}
