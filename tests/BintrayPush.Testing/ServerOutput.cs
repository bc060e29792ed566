namespace BintrayPush.Testing;

/// <summary>What a server process writes: the last lines in memory, and all of them in a file if there is one.</summary>
internal sealed class ServerOutput(string? file) : IDisposable
{
    private const int Most = 50;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private StreamWriter? _file = file is null
        ? null
        : new StreamWriter(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };

    /// <summary>Takes all lines of a stream.</summary>
    public async Task KeepAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            Add(line);
        }
    }

    public void Add(string line)
    {
        lock (_gate)
        {
            _file?.WriteLine(line);
            _lines.Enqueue(line);
            if (_lines.Count > Most)
            {
                _lines.Dequeue();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    /// <summary>The last lines.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            return string.Join('\n', _lines);
        }
    }
}
