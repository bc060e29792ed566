using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using BintrayPush.Conformance;
using BintrayPush.Server.Store;
using BintrayPush.Signing.Keys;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Server.Tests.Debian;

/// <summary>A server process with a Debian repository and a key that signs its index.</summary>
internal sealed partial class DebianScene : IDisposable
{
    public const string Repository = $"{ServerUsers.Subject}/deb";

    private readonly string _root = Directory.CreateTempSubdirectory("bintray-debian-").FullName;
    private readonly string _key;
    private readonly CancellationToken _cancellation;
    private ServerProcess? _server;
    private HttpClient? _http;

    private DebianScene(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        Directory.CreateDirectory(Data);
        _key = ServerUsers.AddAdmin(Data);
    }

    public string Data => Path.Combine(_root, "data");

    public Uri Url => _server!.Url;

    /// <summary>A place beside the data folder.</summary>
    public string At(params string[] path) => Path.Combine([_root, .. path]);

    /// <summary>The repository among the plain files.</summary>
    public string Plain => Path.Combine(Data, "dl", ServerUsers.Subject, "deb");

    public static async Task<DebianScene> StartAsync(CancellationToken cancellation)
    {
        var scene = new DebianScene(cancellation);
        await ServerStores.KeysOf(scene.Data, new InstallationKey(scene.At("installation.key")), TimeProvider.System).AddAsync(
            ServerUsers.Subject,
            KeyPair.Generate(KeyType.Ed25519, "Acme <acme@example.org>", DateTimeOffset.UtcNow, null),
            passphrase: null,
            replace: false,
            cancellation);
        scene.Serve(await ServerProcess.StartAsync(
            scene.Data, cancellation, new() { Arguments = ["--installation-key", scene.At("installation.key")] }));
        await scene.AskAsync("POST", "repos/" + Repository, """{"type":"debian"}""");
        await scene.AskAsync("POST", "packages/" + Repository, """{"name":"tool"}""");
        return scene;
    }

    public void Kill() => _server!.Kill();

    /// <summary>Over the same folder, on another port.</summary>
    public async Task RestartAsync() => Serve(await _server!.RestartAsync(_cancellation));

    public async Task<string> AskAsync(string method, string path, string? body = null)
    {
        var reply = await _http!.SendAsync(method, path, body);
        return reply.Status is 200 or 201 ? reply.Body : throw new AssertFailedException($"{method} {path}: {reply.Status} {reply.Body}");
    }

    public Task UploadAsync(int number, byte[] package) => SendAsync(
        $"content/{Repository}/tool/{number}/pool/tool_{number}_amd64.deb;deb_distribution=stable;deb_component=main;deb_architecture=amd64",
        package);

    public Task UploadAsync(int number) => UploadAsync(number, DebPackage.Make("tool", Text(number)));

    public Task PublishAsync(int number) => AskAsync("POST", $"content/{Repository}/tool/{number}/publish");

    public async Task<byte[]> GetAsync(string path) => await _http!.GetByteArrayAsync($"dl/{Repository}/{path}", _cancellation);

    /// <summary>The paths of the packages in the index, read as apt reads it: all that it names has to be there, and to be that.</summary>
    /// <param name="read">Reads a file of the repository.</param>
    public static async Task<IReadOnlySet<string>> PackagesAsync(Func<string, Task<byte[]>> read)
    {
        var release = System.Text.Encoding.UTF8.GetString(await read("dists/stable/InRelease"));
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Match line in FileLine().Matches(release))
        {
            var (sha256, path) = (line.Groups[1].Value, line.Groups[2].Value);
            var bytes = await read($"dists/stable/{path[..(path.LastIndexOf('/') + 1)]}by-hash/SHA256/{sha256}");
            Assert.AreEqual(sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)), path);
            if (path.EndsWith("/Packages", StringComparison.Ordinal))
            {
                found.UnionWith(FileNameLine().Matches(System.Text.Encoding.UTF8.GetString(bytes)).Select(name => name.Groups[1].Value));
            }
        }

        return found;
    }

    public Task<IReadOnlySet<string>> PackagesAsync() => PackagesAsync(GetAsync);

    /// <summary>What is published, as the service lists it.</summary>
    public async Task<IReadOnlySet<string>> PublishedAsync()
    {
        using var files = System.Text.Json.JsonDocument.Parse(await AskAsync("GET", $"packages/{Repository}/tool/files"));
        return new SortedSet<string>(
            files.RootElement.EnumerateArray().Select(file => file.GetProperty("path").GetString()!), StringComparer.Ordinal);
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whatever a failed test leaves stays to be looked at.</summary>
    public void Clear() => Directory.Delete(_root, recursive: true);

    public void Dispose()
    {
        _http?.Dispose();
        _server?.Dispose();
    }

    private void Serve(ServerProcess server)
    {
        _http?.Dispose();
        _server = server;
        _http = ServerUsers.ClientOf(server.Url, ServerUsers.Admin, _key);
    }

    private async Task SendAsync(string path, byte[] bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var reply = await _http!.ReplyAsync(request);
        Assert.AreEqual(201, reply.Status, reply.Body);
    }

    [GeneratedRegex("^ ([0-9a-f]{64}) [0-9]+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex FileLine();

    [GeneratedRegex("^Filename: (.*)$", RegexOptions.Multiline)]
    private static partial Regex FileNameLine();
}
