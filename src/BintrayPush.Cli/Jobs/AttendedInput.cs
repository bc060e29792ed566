using BintrayPush.Background;

namespace BintrayPush.Cli.Jobs;

/// <summary>
/// What comes from a build that waits: its order, a line, and then nothing. Its end, or anything more, is the wish that the order ends: so
/// it ends also with a build that was killed.
/// </summary>
internal sealed class AttendedInput(Stream input)
{
    private const int BlockSize = 1 << 16;

    /// <summary>What programs on Windows may write before a text.</summary>
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private bool _hasMore;

    /// <summary>Reads the order.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadOrderAsync(CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var block = new byte[BlockSize];
        while (true)
        {
            var read = await input.ReadAsync(block, cancellation).ConfigureAwait(false);
            var end = Array.IndexOf(block, (byte)'\n', 0, read);
            bytes.Write(block, 0, end < 0 ? read : end);
            if (end >= 0)
            {
                _hasMore = end < read - 1;
                var line = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
                return line.Span.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line;
            }

            if (read == 0 || bytes.Length > AttendedLines.Longest)
            {
                throw new FormatException(read == 0 ? "it ends within its first line" : "its first line is too long");
            }
        }
    }

    /// <summary>Waits until the build wants the end. It blocks a thread, as a read of an input does that has no other way.</summary>
    public Task WaitAsync() => _hasMore ? Task.CompletedTask : Task.Factory.StartNew(
        () => input.ReadByte(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
