using BintrayPush.Api.Content;

namespace BintrayPush.Conformance;

/// <summary>A content of which something happens after so many bytes.</summary>
/// <param name="content">The bytes.</param>
/// <param name="most">How many of them come.</param>
/// <param name="happens">What happens then: it may throw, as a line does that is cut.</param>
/// <param name="then">What is waited for after that; <see langword="null"/> for nothing.</param>
public sealed class CutStream(byte[] content, int most, Action happens, Task? then = null) : ForwardStream
{
    private int _read;
    private bool _hasHappened;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_read == most && !_hasHappened)
        {
            _hasHappened = true;
            happens();
            await (then ?? Task.CompletedTask);
            cancellationToken.ThrowIfCancellationRequested();
        }

        var count = Math.Min(buffer.Length, most - _read);
        content.AsMemory(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }
}
