using System.Text;
using BintrayPush.Api.Names;
using BintrayPush.Feed.Tests;
using BintrayPush.Server.SignIn;
using BintrayPush.Server.Store;
using BintrayPush.Server.Users;
using BintrayPush.Signing.OpenPgp;
using BintrayPush.Storage;
using BintrayPush.Storage.Statistics;
using Microsoft.Extensions.DependencyInjection;

namespace BintrayPush.Pages.Tests;

/// <summary>A server with something on every page: public and private packages, files that wait, a release of two legs, a staged group.</summary>
internal sealed class Shelf : IAsyncDisposable
{
    /// <summary>A line without a space, which has to be broken somewhere.</summary>
    public static readonly string LongName = "a-name-" + new string('x', 120);

    private Shelf(RunningServer server) => Server = server;

    public RunningServer Server { get; }

    public Uri Url => Server.Url;

    public static async Task<Shelf> FillAsync()
    {
        var shelf = new Shelf(await RunningServer.StartAsync());
        await shelf.FillToolsAsync();
        await shelf.FillReleaseAsync("r1");
        await shelf.FillReleaseAsync("r2");
        await shelf.FillFeedAsync();
        await shelf.FillPeopleAsync();
        await shelf.CountAsync();
        return shelf;
    }

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    private async Task FillToolsAsync()
    {
        await SucceedsAsync("POST", "repos/acme/tools", """{"desc":"What we use ourselves"}""");
        await SucceedsAsync("POST", "repos/acme/secret", """{"private":true,"desc":"Not for everybody"}""");
        await SucceedsAsync("POST", "packages/acme/tools", """
            {"name":"lib","desc":"Reads letters","licenses":["MIT"],"labels":["mail","letters"],"website_url":"https://example.com/lib"}
            """);
        await SucceedsAsync("POST", "packages/acme/tools", $$"""{"name":"{{LongName}}","desc":"{{new string('y', 400)}}"}""");
        await SucceedsAsync("POST", "packages/acme/tools", """{"name":"other"}""");
        foreach (var version in new[] { "1.0", "1.1", "2.0-beta.1" })
        {
            await SucceedsAsync("PUT", $"content/acme/tools/lib/{version}/lib-{version}.zip?publish=1", "the bytes of " + version);
        }

        await SucceedsAsync("PUT", "content/acme/tools/lib/2.0/lib-2.0.zip", "what waits");
        await SucceedsAsync("PUT", $"content/acme/tools/{LongName}/1.0/{LongName}.zip?publish=1", "long");
        await SucceedsAsync("PUT", "content/acme/tools/other/1.0/other-1.0.zip", "what is discarded");
        await SucceedsAsync("POST", "packages/acme/tools/lib/readme", """
            {"bintray":{"syntax":"markdown","content":"# Lib\n\nSee **this**, and `code`.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n| one long heading | another long heading | a third long heading |\n|---|---|---|\n| `unbroken-code-in-a-cell` | `unbroken-code-in-a-cell` | 3 |\n\n```\nlong line of code that goes on and on and on and on and on and on and on and on and on\n```\n"}}
            """);
        await SucceedsAsync("POST", "packages/acme/tools/lib/versions/1.1/release_notes", """
            {"bintray":{"syntax":"markdown","content":"- One thing\n- Another thing\n"}}
            """);
        for (var count = 0; count < 5; count++)
        {
            Assert.AreEqual(200, (await Server.Anonymous.SendAsync("GET", "dl/acme/tools/lib-1.1.zip")).Status);
        }
    }

    private async Task FillReleaseAsync(string release)
    {
        foreach (var leg in new[] { "linux", "windows" })
        {
            var bytes = Encoding.UTF8.GetBytes($"{release} of {leg}");
            var path = $"lib-{release}-{leg}.zip";
            await SucceedsAsync("PUT", $"content/acme/tools/lib/{release}/{path}", Encoding.UTF8.GetString(bytes));
            await SucceedsAsync("PUT", $"releases/acme/{release}/legs/{leg}", $$"""
                {"versions":[{"repo":"tools","package":"lib","version":"{{release}}","files":[
                  {"path":"{{path}}","sha256":"{{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))}}","size":{{bytes.Length}}}]}]}
                """);
        }
    }

    private async Task FillFeedAsync()
    {
        await SucceedsAsync("POST", "repos/acme/nuget", """{"type":"nuget","desc":"Our feed"}""");
        foreach (var (id, group) in new[] { ("Letters", "spring"), ("Stamps", "spring"), ("Paper", "autumn") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "nuget/acme/nuget/v3/staging/package")
            {
                Content = new MultipartFormDataContent
                {
                    { new ByteArrayContent(Nupkg.Make(id, "1.0.0").Bytes), "package", "p.nupkg" },
                    { new StringContent(group), "groupId" },
                },
            };
            request.Headers.Add("X-NuGet-ApiKey", $"{ServerUsers.Admin}:{Server.Key}");
            var reply = await Server.Anonymous.ReplyAsync(request);
            Assert.AreEqual(201, reply.Status, reply.Body);
        }
    }

    private async Task FillPeopleAsync()
    {
        ServerUsers.Add(Server.Folder, "ann", ("acme", Role.Publish));
        ServerUsers.Add(Server.Folder, LongName[..30], ("acme", Role.Read));
        var key = KeyPair.Generate(KeyType.Ed25519, $"Acme <{LongName}@example.com>", DateTimeOffset.UtcNow, TimeSpan.FromDays(365));
        await Server.Keys.AddAsync("acme", key, null, replace: false, CancellationToken.None);
        await new Policies(ServerStores.PrivateFilesOf(Server.Folder)).WriteAsync(
            new Policy
            {
                Id = "0a1b2c3d",
                Subject = "acme",
                Issuer = "https://token.actions.githubusercontent.com",
                Audience = "https://packages.example.com",
                Claims = new Dictionary<string, string> { ["repository"] = $"acme/{LongName}" },
                Scope = Role.Publish,
                User = "acme",
                Created = DateTimeOffset.UtcNow,
            },
            CancellationToken.None);
        await SucceedsAsync("PUT", "content/acme/nuget/Letters/1.0.0/stranger.bin", "what keeps a group from being promoted");
    }

    /// <summary>What servers write down in a month.</summary>
    private async Task CountAsync()
    {
        var days = Enumerable.Range(0, 25).Select(day => new CountedDownload(
            "1.1", "lib-1.1.zip", CountedDay.Of(DateTimeOffset.UtcNow.AddDays(-day)), 1 + (day * 37 % 101)));
        var lib = PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib");
        await Server.Services.GetRequiredService<IServerStore>().DownloadCounts
            .AddAsync(lib, new DownloadBatch("a-month", 1, [.. days]), CancellationToken.None);
    }

    private async Task SucceedsAsync(string method, string path, string body)
    {
        var reply = await Server.SendAsync(method, path, body);
        Assert.IsTrue(reply.Status is 200 or 201, $"{method} {path}: {reply.Status} {reply.Body}");
    }
}
