using System.Diagnostics;

namespace BintrayPush.Testing;

/// <summary>The program bintray-server as a process of its own, which can be killed, on a port that the system chose.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ServerProcessOptions _options;
    private readonly Process _process;
    private readonly ServerOutput _output;
    private readonly Task<Uri> _address;
    private Task _kept = Task.CompletedTask;
    private bool _isDisposed;

    private ServerProcess(string data, ServerProcessOptions options)
    {
        _options = options;
        Data = data;
        _output = new ServerOutput(options.LogFile);
        _process = Process.Start(StartOf(data, options))!;
        _address = ReadAddressAsync();
    }

    /// <summary>The data folder.</summary>
    public string Data { get; }

    public Uri Url => _address.Result;

    /// <summary>What it has written last.</summary>
    public string Said => _output.ToString();

    /// <summary>Standard output, for the test to read if the server is <see cref="ServerProcessOptions.IsUnread"/>.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>Standard error, as <see cref="Output"/>.</summary>
    public StreamReader Error => _process.StandardError;

    /// <summary>Starts it, and waits until it serves.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="options">What is special about it.</param>
    public static async Task<ServerProcess> StartAsync(
        string data, CancellationToken cancellation, ServerProcessOptions? options = null)
    {
        var server = new ServerProcess(data, options ?? new());
        try
        {
            await server._address.WaitAsync(Patience, cancellation);
            return server;
        }
        catch (TimeoutException)
        {
            server.Dispose();
            throw new TimeoutException($"The server did not say where it serves within {Patience}:\n{server.Said}");
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>SIGKILL, or what Windows has: nothing in the process is asked.</summary>
    public void Kill() => _process.Kill();

    public async Task WaitForEndAsync(CancellationToken cancellation) =>
        await _process.WaitForExitAsync(cancellation).WaitAsync(Patience, cancellation);

    /// <summary>When it has been killed: another one in its place, over the same folder, on another port.</summary>
    public async Task<ServerProcess> RestartAsync(CancellationToken cancellation)
    {
        await WaitForEndAsync(cancellation);
        Dispose();
        return await StartAsync(Data, cancellation, _options);
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            Kill();
            _process.WaitForExit(Patience);
        }

        // What it wrote before its end is on its way.
        _kept.Wait(Patience);
        _output.Dispose();
        _process.Dispose();
    }

    private static ProcessStartInfo StartOf(string data, ServerProcessOptions options)
    {
        string[] command =
        [
            .. options.Launcher, ServerProgram.Dotnet, ServerProgram.File, "--data", data, "--urls", ServerAddress.Any,
            .. options.Arguments,
        ];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = options.WorkingFolder ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private async Task<Uri> ReadAddressAsync()
    {
        var errors = _options.IsUnread ? null : _output.KeepAsync(Error);
        while (await Output.ReadLineAsync() is { } line)
        {
            _output.Add(line);
            if (ServerAddress.TryRead(line, out var url))
            {
                _kept = errors is null ? Task.CompletedTask : Task.WhenAll(errors, _output.KeepAsync(Output));
                return url;
            }
        }

        await (errors ?? _output.KeepAsync(Error));
        throw new InvalidOperationException($"The server ended by itself:\n{Said}");
    }
}
