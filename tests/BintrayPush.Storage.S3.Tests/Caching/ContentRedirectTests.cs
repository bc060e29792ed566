using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using BintrayPush.Api.Names;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Users;
using BintrayPush.Testing;

namespace BintrayPush.Storage.S3.Tests.Caching;

/// <summary>Downloads of large files that lead to the bucket, or to a content network before it: a server over a real engine.</summary>
[TestClass]
public sealed partial class ContentRedirectTests : IAsyncDisposable
{
    private const string Large = "dl/acme/tools/x/large%20page.html";
    private const string Small = "dl/acme/tools/small.txt";
    private static readonly byte[] Bytes = RandomNumberGenerator.GetBytes(300_000);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _elsewhere = new(new HttpClientHandler { AllowAutoRedirect = false });
    private RunningServer _server = null!;
    private HttpClient _direct = null!;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    public async Task A_large_file_is_had_from_the_bucket_without_a_login_and_its_headers_come_with_the_redirect()
    {
        await StartAsync(network: null);

        using var redirect = await _direct.GetAsync(Large, Cancellation);

        Assert.AreEqual(HttpStatusCode.Found, redirect.StatusCode);
        Assert.AreEqual("no-store", redirect.Headers.CacheControl!.ToString());
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(Bytes)), redirect.Headers.GetValues("X-Checksum-Sha256").Single());
        Assert.AreEqual("lib", redirect.Headers.GetValues("X-Bintray-Package").Single());
        var address = redirect.Headers.Location!;
        Assert.AreNotEqual(_server.Url.Authority, address.Authority);
        // Whole seconds, rounded up.
        StringAssert.Matches(address.Query, ShortLived());
        using var file = await _elsewhere.GetAsync(address, Cancellation);
        CollectionAssert.AreEqual(Bytes, await file.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.AreEqual("text/html", file.Content.Headers.ContentType!.ToString());
        Assert.AreEqual("attachment; filename*=UTF-8''large%20page.html", file.Content.Headers.ContentDisposition!.ToString());
        using var part = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(10, 19) } };
        using var range = await _elsewhere.SendAsync(part, Cancellation);
        CollectionAssert.AreEqual(Bytes[10..20], await range.Content.ReadAsByteArrayAsync(Cancellation));
        // The signature is for the reading of this one object.
        using var written = await _elsewhere.PutAsync(address, new StringContent("other"), Cancellation);
        Assert.AreEqual(HttpStatusCode.Forbidden, written.StatusCode);
        Assert.IsFalse(_server.Log.Text.Contains("X-Amz", StringComparison.OrdinalIgnoreCase), _server.Log.Text);
    }

    [TestMethod]
    public async Task What_is_small_a_question_or_a_condition_is_answered_here()
    {
        await StartAsync(network: null);

        using var small = await _direct.GetAsync(Small, Cancellation);
        Assert.AreEqual("small", await small.Content.ReadAsStringAsync(Cancellation));
        using var question = new HttpRequestMessage(HttpMethod.Head, Large);
        using var head = await _direct.SendAsync(question, Cancellation);
        Assert.AreEqual((HttpStatusCode.OK, Bytes.Length), (head.StatusCode, (int)head.Content.Headers.ContentLength!));
        using var condition = new HttpRequestMessage(HttpMethod.Get, Large) { Headers = { IfNoneMatch = { head.Headers.ETag! } } };
        using var same = await _direct.SendAsync(condition, Cancellation);
        Assert.AreEqual(HttpStatusCode.NotModified, same.StatusCode);
    }

    [TestMethod]
    public async Task An_address_is_given_only_to_who_may_read_the_file()
    {
        await StartAsync(network: null);
        await UploadAsync("secret", "lib", "a.bin", Bytes);

        Assert.AreEqual(HttpStatusCode.Unauthorized, (await _direct.GetAsync("dl/acme/secret/a.bin", Cancellation)).StatusCode);

        using var client = _server.OpenClient();
        var file = new FileAddress(RepositoryAddress.Of("acme", "secret"), RepositoryPath.Of("a.bin"));
        using var download = await client.DownloadAsync(file, includeUnpublished: false, Cancellation);
        using var read = new MemoryStream();
        await download!.Content.CopyToAsync(read, Cancellation);
        CollectionAssert.AreEqual(Bytes, read.ToArray());
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(Bytes)), download.File.Sha256);
    }

    [TestMethod]
    public async Task A_content_network_gets_what_is_public_and_nothing_else()
    {
        await StartAsync(new Uri("https://cdn.example.com/files/"));
        await UploadAsync("secret", "lib", "a.bin", Bytes);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Bytes));

        using var redirect = await _direct.GetAsync(Large, Cancellation);
        Assert.AreEqual($"https://cdn.example.com/files/content/{sha256[..2]}/{sha256}", redirect.Headers.Location!.AbsoluteUri);
        Assert.HasCount(Bytes.Length, await _server.Http.GetByteArrayAsync("dl/acme/secret/a.bin", Cancellation));
    }

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public async Task A_restore_follows_to_the_bucket()
    {
        await StartAsync(network: null);
        Assert.AreEqual(201, (await _server.SendAsync("POST", "repos/acme/nuget", """{"type":"nuget"}""")).Status);
        await UploadAsync("nuget", "Acme.Lib", "acme.lib.1.0.0.nupkg", Package(), version: "1.0.0");
        await WriteAsync("NuGet.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="acme" value="{_server.Url}nuget/acme/nuget/v3/index.json" protocolVersion="3" allowInsecureConnections="true" />
              </packageSources>
            </configuration>
            """);
        await WriteAsync("App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="Acme.Lib" Version="1.0.0" /></ItemGroup>
            </Project>
            """);

        var packages = Path.Combine(_folder.Path, "packages");
        var restore = new ProcessStartInfo("dotnet", ["restore", "--packages", packages, "--no-http-cache", "-v", "q"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(restore)!;
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);

        Assert.AreEqual(0, process.ExitCode, output);
        Assert.IsTrue(File.Exists(Path.Combine(packages, "acme.lib", "1.0.0", "acme.lib.1.0.0.nupkg")));
        StringAssert.Matches(_server.Log.Text, Redirected());
    }

    [TestMethod]
    public async Task A_cache_folder_has_what_is_sent_from_here_and_redirects_stay_redirects()
    {
        var contents = Path.Combine(_folder.Path, "contents");
        await StartAsync(network: null, new ContentCache(contents, 1 << 20));

        Assert.AreEqual("small", await _direct.GetStringAsync(Small, Cancellation));
        Assert.AreEqual("small", await _direct.GetStringAsync(Small, Cancellation));
        using var redirect = await _direct.GetAsync(Large, Cancellation);

        Assert.AreEqual(HttpStatusCode.Found, redirect.StatusCode);
        Assert.HasCount(1, Directory.GetFiles(Path.Combine(contents, "contents"), "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task Neither_is_taken_for_a_data_folder()
    {
        foreach (var change in (Func<ServerSettings, ServerSettings>[])
        [
            settings => settings with { Cache = new ContentCache(_folder.Path, 1) },
            settings => settings with { RedirectContents = new ContentRedirection(Network: null) },
        ])
        {
            var refusal = await Assert.ThrowsExactlyAsync<FormatException>(() => RunningServer.StartAsync(change, _folder.Path));
            StringAssert.Contains(refusal.Message, "are for buckets");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _elsewhere.Dispose();
        _direct?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>A package that is large enough to lead to the bucket.</summary>
    private static byte[] Package()
    {
        using var package = new MemoryStream();
        using (var zip = new ZipArchive(package, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("Acme.Lib.nuspec", Encoding.UTF8.GetBytes("""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata><id>Acme.Lib</id><version>1.0.0</version><authors>acme</authors><description>A library.</description></metadata>
                </package>
                """));
            Add("lib/netstandard2.0/_._", []);
            Add("data.bin", Bytes);

            void Add(string name, byte[] bytes)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return package.ToArray();
    }

    [GeneratedRegex("X-Amz-Expires=(2[0-9]{2}|30[01])&")]
    private static partial Regex ShortLived();

    [GeneratedRegex("/v3/flat/acme.lib/1.0.0/acme.lib.1.0.0.nupkg 302 ")]
    private static partial Regex Redirected();

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder.Path, name), text, Cancellation);

    private async Task StartAsync(Uri? network, ContentCache? cache = null)
    {
        var address = CephNode.NewAddress();
        var key = KeyHash.NewKey();
        ServerUsers.Add(address, ServerUsers.Admin, key, ("acme", Role.Admin));
        _server = await RunningServer.StartAsync(
            settings => settings with
            {
                InstallationKey = Path.Combine(_folder.Path, "installation.key"),
                Index = Path.Combine(_folder.Path, "index"),
                Cache = cache,
                RedirectContents = new ContentRedirection(network) { FromBytes = 100_000 },
            },
            address,
            ServerUsers.Admin,
            key);
        _direct = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Url };
        await UploadAsync("tools", "lib", "x/large%20page.html", Bytes);
        await UploadAsync("tools", "lib", "small.txt", Encoding.UTF8.GetBytes("small"));
    }

    private async Task UploadAsync(string repository, string package, string path, byte[] content, string version = "1.0")
    {
        var details = repository == "secret" ? """{"private":true}""" : "{}";
        // One that is there stays as it is.
        await _server.SendAsync("POST", $"repos/acme/{repository}", details);
        await _server.SendAsync("POST", $"packages/acme/{repository}", $$"""{"name":"{{package}}"}""");
        using var body = new ByteArrayContent(content);
        using var reply = await _server.Http.PutAsync(
            new Uri($"content/acme/{repository}/{package}/{version}/{path};publish=1", UriKind.Relative), body, Cancellation);
        Assert.AreEqual(HttpStatusCode.Created, reply.StatusCode, await reply.Content.ReadAsStringAsync(Cancellation));
    }
}
