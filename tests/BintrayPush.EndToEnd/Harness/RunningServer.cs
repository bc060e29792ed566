using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace BintrayPush.EndToEnd.Harness;

/// <summary>
/// The program bintray-server as a process of its own, on a port that the system chose, with one admin of the subject acme.
/// </summary>
public sealed class RunningServer : IDisposable
{
    public const string User = "joe";
    public const string Subject = "acme";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Regex Serving = new(@"Serving .+ on (?<url>http://\S+)$");
    private static readonly Lazy<RunningServer> OfThisRun = new(() => new RunningServer(Path.Combine(Machine.Root, "server")));

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly HttpClient _http;
    private readonly string _data;

    private RunningServer(string folder)
    {
        Directory.CreateDirectory(folder);
        LogFile = Path.Combine(folder, "server.log");
        _data = Path.Combine(folder, "data");
        Key = Command.Dotnet(
            Path.Combine(folder, "user.log"), folder, [], Program, "user", "add", User, "--data", _data, "--role", $"{Subject}=admin")
            .Succeeds().Output.Trim().Split('\n')[^1];
        StringAssert.Matches(Key, new Regex("^[0-9a-f]{40}$"));

        var url = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _log = new StreamWriter(new FileStream(LogFile, FileMode.Create, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _process = new Process
        {
            StartInfo = Command.Start(folder, [], Command.DotnetProgram, Program, "--data", _data, "--urls", "http://127.0.0.1:0"),
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Keep(line.Data, url);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data, url);
        _process.Exited += (_, _) => url.TrySetException(new InvalidOperationException($"The server ended by itself; see {LogFile}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        Assert.IsTrue(url.Task.Wait(Patience), $"The server did not start within {Patience}; see {LogFile}");
        Url = url.Task.Result;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"{Url}/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Authorization);
    }

    /// <summary>The one that all scenarios of a run share: each has a repository of its own on it.</summary>
    public static RunningServer Shared => OfThisRun.Value;

    /// <summary>Without a slash at the end.</summary>
    public string Url { get; }

    /// <summary>The admin's API key.</summary>
    public string Key { get; }

    /// <summary>What a client sends for <see cref="Key"/>.</summary>
    public string Authorization => Convert.ToBase64String(Encoding.ASCII.GetBytes($"{User}:{Key}"));

    public string LogFile { get; }

    /// <summary>What the server has written so far.</summary>
    public string Log
    {
        get
        {
            using var reader = new StreamReader(new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd();
        }
    }

    /// <summary>The assembly of bintray-server.</summary>
    public static string Program { get; } = typeof(RunningServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ServerProgram").Value!;

    public static void StopShared()
    {
        if (OfThisRun.IsValueCreated)
        {
            OfThisRun.Value.Dispose();
        }
    }

    /// <summary>Asks as the admin, and gives the answer's body.</summary>
    public string Ask(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body);
        using var answer = _http.Send(request);
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        var text = reader.ReadToEnd();
        Assert.IsTrue(answer.IsSuccessStatusCode, $"{method} {path} was answered {(int)answer.StatusCode}: {text}\nServer log: {LogFile}");
        return text;
    }

    /// <summary>A published file, as anybody gets it; nothing if there is none.</summary>
    public byte[]? Download(string repository, string path)
    {
        using var anonymous = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = anonymous.Send(new HttpRequestMessage(HttpMethod.Get, $"{Url}/dl/{Subject}/{repository}/{path}"));
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized)
        {
            return null;
        }

        using var content = new MemoryStream();
        answer.EnsureSuccessStatusCode().Content.ReadAsStream().CopyTo(content);
        return content.ToArray();
    }

    /// <summary>Every object of a repository that the store holds, with its content.</summary>
    public string[] AtRest(string repository) =>
    [
        .. Directory.EnumerateFiles(_data, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains(repository, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
        lock (_log)
        {
            _log.Dispose();
        }
    }

    private void Keep(string? line, TaskCompletionSource<string> url)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.WriteLine(line);
        }

        if (Serving.Match(line) is { Success: true } match)
        {
            url.TrySetResult(match.Groups["url"].Value);
        }
    }
}
