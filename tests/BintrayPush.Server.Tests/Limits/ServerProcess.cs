using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>The program bintray-server as a process of its own, which can be killed.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Regex Serving = new(@"Serving .+ on (?<url>http://\S+)$");

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecentLines _said = new();

    private ServerProcess(string data, IReadOnlyList<string> under)
    {
        string[] command =
        [
            .. under, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            Path.Combine(AppContext.BaseDirectory, "bintray-server.dll"), "--data", data, "--urls", "http://127.0.0.1:0",
        ];
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        // It lives for a second: there is nothing to be gained from measuring what is hot.
        _process.StartInfo.Environment["DOTNET_TieredPGO"] = "0";
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _url.TrySetException(new InvalidOperationException($"The server ended by itself:\n{_said}"));
    }

    public Uri Url => _url.Task.Result;

    /// <summary>What it has written last.</summary>
    public string Said => _said.ToString();

    /// <param name="data">The data folder.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="under">The program that it is started by, and its arguments.</param>
    public static async Task<ServerProcess> StartAsync(string data, CancellationToken cancellation, params IReadOnlyList<string> under)
    {
        var server = new ServerProcess(data, under);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await server._url.Task.WaitAsync(Patience, cancellation);
        return server;
    }

    /// <summary>SIGKILL, or what Windows has: nothing in the process is asked.</summary>
    public void Kill() => _process.Kill();

    public async Task WaitForEndAsync(CancellationToken cancellation) =>
        await _process.WaitForExitAsync(cancellation).WaitAsync(Patience, cancellation);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(Patience);
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        _said.Add(line);
        if (Serving.Match(line) is { Success: true } match)
        {
            _url.TrySetResult(new Uri(match.Groups["url"].Value + "/"));
        }
    }

    private sealed class RecentLines
    {
        private const int Most = 50;
        private readonly Queue<string> _lines = new();

        public void Add(string line)
        {
            lock (_lines)
            {
                _lines.Enqueue(line);
                if (_lines.Count > Most)
                {
                    _lines.Dequeue();
                }
            }
        }

        public override string ToString()
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }
}
