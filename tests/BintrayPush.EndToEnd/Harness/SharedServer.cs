using System.Net;
using System.Security.Cryptography;

namespace BintrayPush.EndToEnd.Harness;

/// <summary>The server that all scenarios of a run share: each has a repository of its own on it.</summary>
public sealed class SharedServer : IDisposable
{
    private static readonly Lazy<SharedServer> OfThisRun = new(() => new SharedServer(Path.Combine(Machine.Root, "server")));

    private readonly string _data;
    private readonly ServerProcess _process;
    private readonly HttpClient _http;

    private SharedServer(string folder)
    {
        _data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        LogFile = Path.Combine(folder, "server.log");
        Key = ServerUsers.AddAdmin(_data);
        var vulnerabilities = Path.Combine(folder, "vulnerabilities.json");
        File.WriteAllText(
            vulnerabilities, """{"acme.holed":[{"url":"https://advisories.example.org/1","severity":2,"versions":"(, 1.1.0)"}]}""");
        var options = new ServerProcessOptions
        {
            Arguments = ["--index", Path.Combine(folder, "index"), "--vulnerabilities", vulnerabilities],
            Environment = Command.Surroundings,
            WorkingFolder = folder,
            LogFile = LogFile,
        };
        _process = ServerProcess.StartAsync(_data, CancellationToken.None, options).GetAwaiter().GetResult();
        _http = ServerUsers.ClientOf(_process.Url, ServerUsers.Admin, Key);
    }

    public static SharedServer Instance => OfThisRun.Value;

    /// <summary>Without a slash at the end.</summary>
    public string Url => _process.Url.AbsoluteUri.TrimEnd('/');

    /// <summary>The API key of <see cref="ServerUsers.Admin"/>.</summary>
    public string Key { get; }

    public string LogFile { get; }

    /// <summary>Where it keeps everything.</summary>
    public string Data => _data;

    /// <summary>What the server has written so far.</summary>
    public string Log
    {
        get
        {
            using var reader = new StreamReader(new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd();
        }
    }

    /// <summary>Stops it if it was started.</summary>
    public static void Stop()
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
        using var anonymous = ServerUsers.AnonymousOf(_process.Url);
        using var answer = anonymous.Send(new HttpRequestMessage(HttpMethod.Get, $"dl/{ServerUsers.Subject}/{repository}/{path}"));
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
        _process.Dispose();
        _http.Dispose();
    }
}
