using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>The program bintray-server with an output that nobody reads unless a test does.</summary>
internal sealed class UnreadServer : IDisposable
{
    private static readonly Regex Serving = new(@"Serving .+ on (?<url>http://\S+)$");

    private readonly Process _process;

    private UnreadServer(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    public Uri Url { get; }

    public StreamReader Output => _process.StandardOutput;

    public StreamReader Error => _process.StandardError;

    /// <summary>Starts it.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="handles">The most file handles it may have, or <see langword="null"/>. Not on Windows.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<UnreadServer> StartAsync(string data, int? handles, CancellationToken cancellation)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string[] command = [
            dotnet,
            Path.Combine(AppContext.BaseDirectory, "bintray-server.dll"),
            "--data",
            data,
            "--urls",
            "http://127.0.0.1:0"
        ];
        var start = handles is null
            ? new ProcessStartInfo(command[0], command[1..])
            : new ProcessStartInfo("/bin/sh", ["-c", $"ulimit -n {handles}; exec \"$@\"", "sh", .. command]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                if (Serving.Match(line) is { Success: true } match)
                {
                    return new UnreadServer(process, new Uri(match.Groups["url"].Value + "/"));
                }
            }

            throw new InvalidOperationException($"The server ended by itself: {await process.StandardError.ReadToEndAsync(cancellation)}");
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
