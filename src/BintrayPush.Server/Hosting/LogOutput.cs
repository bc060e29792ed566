using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// The log on the standard output. A thread of its own writes the lines: one that comes alone at once, those that come close together as
/// one piece, because to wake a thread and to write cost more than all the rest of a line. If the reader stalls, lines are dropped and
/// counted: requests never wait for the log.
/// </summary>
[ProviderAlias("Console")]
internal sealed class LogOutput : ILoggerProvider
{
    private const int MaxWaiting = 2500;

    /// <summary>How long lines gather after some were written.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    /// <summary>How long the end of the process waits for a reader.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1.5);

    private readonly LogFormat _format;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly Thread _thread;
    private readonly object _lock = new();
    private List<string> _waiting = [];
    private long _dropped;
    private bool _isIdle;
    private bool _ends;

    public LogOutput(LogFormat format)
        : this(format, OpenOutput(), Console.Error)
    {
    }

    /// <summary>Writes to something else than the console.</summary>
    public LogOutput(LogFormat format, TextWriter output, TextWriter error)
    {
        (_format, _output, _error) = (format, output, error);
        _thread = new Thread(WriteAll) { IsBackground = true, Name = "log" };
        _thread.Start();
    }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <summary>Writes what waits, if somebody reads it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _ends = true;
            Monitor.Pulse(_lock);
        }

        _thread.Join(EndLimit);
    }

    /// <summary>.NET's own writer for the console writes every 256 characters.</summary>
    private static StreamWriter OpenOutput()
    {
        const int BufferSize = 1 << 14;
        // A mark at its beginning would stand in the first line.
        var encoding = Console.OutputEncoding is { Preamble.IsEmpty: true } own ? own : new UTF8Encoding(false);
        return new StreamWriter(Console.OpenStandardOutput(), encoding, BufferSize);
    }

    private void Add(string line, bool isUrgent)
    {
        lock (_lock)
        {
            if (_waiting.Count >= MaxWaiting)
            {
                _dropped++;
                return;
            }

            _waiting.Add(line);
            if (_isIdle || isUrgent || _waiting.Count == MaxWaiting / 2)
            {
                Monitor.Pulse(_lock);
            }
        }
    }

    private void WriteAll()
    {
        var lines = new List<string>();
        while (Take(ref lines, out var dropped))
        {
            try
            {
                lines.ForEach(_output.WriteLine);
                _output.Flush();
                if (dropped > 0)
                {
                    _error.WriteLine($"{dropped} message(s) dropped: nobody read the log");
                }
            }
            catch (IOException)
            {
                // Nobody will read it any more; requests go on.
            }

            lines.Clear();
        }
    }

    /// <summary>Waits for lines and takes all there are.</summary>
    /// <param name="lines">An empty list in exchange.</param>
    /// <param name="dropped">How many found no room since the last time.</param>
    /// <returns>Whether there are any; if not, it is the end.</returns>
    private bool Take(ref List<string> lines, out long dropped)
    {
        lock (_lock)
        {
            if (!_ends)
            {
                Monitor.Wait(_lock, Gathering);
            }

            while (_waiting.Count == 0 && !_ends)
            {
                _isIdle = true;
                Monitor.Wait(_lock);
                _isIdle = false;
            }

            (lines, _waiting) = (_waiting, lines);
            (dropped, _dropped) = (_dropped, 0);
            return lines.Count > 0;
        }
    }

    private sealed class Category(LogOutput output, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = output._format.LineOf(new LogEntry<TState>(logLevel, name, eventId, state, exception, formatter));
            output.Add(line, isUrgent: logLevel > LogLevel.Information);
        }
    }
}
