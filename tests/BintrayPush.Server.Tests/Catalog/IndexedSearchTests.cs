using System.Globalization;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Feed.Tests;
using BintrayPush.Server.Feed.Index;

namespace BintrayPush.Server.Tests.Catalog;

/// <summary>
/// Bintray's own searches find by an index exactly what reading everything finds, in the same order: in repositories of many types, public
/// and private, after publishes, overrides, deletions and changes of what is said. BINTRAYPUSH_SEEDS says how many stores are made.
/// </summary>
[TestClass]
public sealed class IndexedSearchTests
{
    private const int Seeds = 3;
    private const int Steps = 100;
    private static readonly string[] Repositories = ["nuget", "hidden", "files", "more"];
    private static readonly string[] Ids = ["Acme.Lib", "Acme.Base", "Zeta", "alpha"];
    private static readonly string[] Patterns = ["*", "*.nupkg", "acme.lib.*", "?eadme.TXT", "ACME.BASE.1.0.NUPKG", "none", "*\\*"];

    [TestMethod]
    [Timeout(600_000, CooperativeCancellation = true)]
    public async Task Searches_find_what_reading_everything_finds()
    {
        var seeds = int.TryParse(
            Environment.GetEnvironmentVariable("BINTRAYPUSH_SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var set)
            ? set : Seeds;
        for (var seed = 0; seed < seeds; seed++)
        {
            await using var server = await RunningServer.StartAsync();
            foreach (var (name, settings) in (IEnumerable<(string, string)>)[
                ("nuget", """{"type":"nuget"}"""), ("hidden", """{"type":"nuget","private":true}"""),
                ("files", """{"type":"generic"}"""), ("more", """{"type":"nuget"}""")])
            {
                Assert.AreEqual(201, (await server.SendAsync("POST", $"repos/acme/{name}", settings)).Status);
            }

            using var client = server.OpenClient();
            var random = new Random(seed);
            for (var step = 0; step < Steps; step++)
            {
                await ChangeAsync(server, random);
                if (step % 10 == 9)
                {
                    await CompareAsync(server, client, $"seed {seed}, step {step}");
                }
            }
        }
    }

    [TestMethod]
    [DataRow("generic", "search/file?name=lib-1.0.jar")]
    [DataRow("maven", "search/packages/maven?g=org.acme&a=lib")]
    public async Task The_index_knows_the_files_of_repositories_of_any_type(string type, string search)
    {
        var folder = Directory.CreateTempSubdirectory("bintray-index-").FullName;
        await using var server = await RunningServer.StartAsync(settings => settings with { Index = folder });
        Assert.AreEqual(201, (await server.SendAsync("POST", "repos/acme/files", $$"""{"type":"{{type}}"}""")).Status);
        foreach (var package in (string[])["lib", "other"])
        {
            await server.SendAsync("POST", "packages/acme/files", $$"""{"name":"{{package}}"}""");
            var path = $"org/acme/{package}/1.0/{package}-1.0.jar";
            var sent = await server.SendAsync("PUT", $"content/acme/files/{package}/1.0/{path}?publish=1", package);
            Assert.AreEqual(201, sent.Status);
        }

        Assert.AreEqual(1, (await server.SendAsync("GET", search)).Json.GetArrayLength());
        await server.SendAsync("DELETE", "content/acme/files/org/acme/lib/1.0/lib-1.0.jar");
        Assert.AreEqual(0, (await server.SendAsync("GET", search)).Json.GetArrayLength());
        await server.StopAsync();

        using (var database = FeedDatabase.Open(folder))
        using (var connection = database.Connect())
        {
            Assert.AreEqual("other-1.0.jar", connection.Value<string>("SELECT group_concat(name) FROM file"));
        }

        Directory.Delete(folder, recursive: true);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task A_repository_that_is_deleted_during_a_search_is_no_reason_not_to_answer()
    {
        const int Times = 40;
        await using var server = await RunningServer.StartWithPackageAsync();
        var isOver = false;
        string[] searches = ["search/file?name=*x*", "search/packages?name=x*", "search/packages/maven?g=x&a=x"];
        var searching = searches.Select(async search =>
        {
            var refused = new List<string>();
            while (!Volatile.Read(ref isOver))
            {
                var reply = await server.Anonymous.SendAsync("GET", search);
                if (reply.Status != 200)
                {
                    refused.Add($"{search}: {reply.Status} {reply.Body}");
                }
            }

            return refused;
        }).ToList();
        for (var i = 0; i < Times; i++)
        {
            var type = i % 2 == 0 ? "maven" : "generic";
            await server.SendAsync("POST", $"repos/acme/r{i}", $$"""{"type":"{{type}}"}""");
            await server.SendAsync("POST", $"packages/acme/r{i}", """{"name":"x"}""");
            await server.SendAsync("PUT", $"content/acme/r{i}/x/1/x/x/1/x-1.jar?publish=1", "x");
            await server.SendAsync("DELETE", $"repos/acme/r{i}");
        }

        Volatile.Write(ref isOver, true);
        Assert.AreEqual("", string.Join("\n", (await Task.WhenAll(searching)).SelectMany(refused => refused).Distinct()));
    }

    [TestMethod]
    public async Task Files_are_found_where_no_index_can_be_made()
    {
        // A file is in the place of the folder.
        await using var server = await RunningServer.StartAsync(
            settings => settings with { Index = Path.Combine(settings.Data, "store.json", "none") });
        await server.SendAsync("POST", "repos/acme/nuget", """{"type":"nuget"}""");
        await server.SendAsync("POST", "packages/acme/nuget", """{"name":"lib"}""");
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/nuget/lib/1.0/readme.txt?publish=1", "read")).Status);

        Assert.AreEqual(503, (await server.SendAsync("GET", "nuget/acme/nuget/v3/search")).Status);
        Assert.AreEqual(1, (await server.SendAsync("GET", "search/file?name=readme.txt")).Json.GetArrayLength());
    }

    private static async Task ChangeAsync(RunningServer server, Random random)
    {
        var (repository, id) = (Repositories[random.Next(Repositories.Length)], Ids[random.Next(Ids.Length)]);
        var version = $"1.{random.Next(3)}";
        switch (random.Next(9))
        {
            case 0 or 1:
                await server.SendAsync(
                    "POST", $"packages/acme/{repository}", $$"""{"name":"{{id}}","desc":"what {{id}} is for"}""");
                break;
            case 2 or 3 or 4:
                await PutAsync($"{id}.{version}.nupkg", Nupkg.Make(id, version, $"<tags>t{random.Next(2)}</tags>").Bytes);
                break;
            case 5:
                await PutAsync($"{id}/{version}/Readme.txt", [(byte)random.Next(3)]);
                break;
            case 6:
                await server.SendAsync("DELETE", $"packages/acme/{repository}/{id}/versions/{version}");
                break;
            case 7:
                await server.SendAsync("DELETE", random.Next(3) == 0
                    ? $"packages/acme/{repository}/{id}" : $"content/acme/{repository}/{id}.{version}.nupkg");
                break;
            default:
                await server.SendAsync(
                    "PATCH", $"packages/acme/{repository}/{id}", $$"""{"desc":"number {{random.Next(3)}}"}""");
                break;
        }

        async Task PutAsync(string path, byte[] bytes)
        {
            using var content = new ByteArrayContent(bytes);
            var publish = random.Next(4) == 0 ? 0 : 1;
            using var answer = await server.Http.PutAsync(
                $"content/acme/{repository}/{id}/{version}/{path}?publish={publish}&override={random.Next(2)}", content);
        }
    }

    private static async Task CompareAsync(RunningServer server, IBintray client, string when)
    {
        var (packages, files) = (new List<Package>(), new List<RepositoryFile>());
        foreach (var repository in Repositories.Order(StringComparer.Ordinal).Where(name => name != "hidden"))
        {
            var address = RepositoryAddress.Of("acme", repository);
            foreach (var name in (await client.ListPackagesAsync(address, null, 0, CancellationToken.None)).Items)
            {
                var package = PackageAddress.Of(address, name);
                packages.Add((await client.GetPackageAsync(package, CancellationToken.None))!);
                files.AddRange((await client.ListFilesAsync(package, includeUnpublished: false, CancellationToken.None)).Published);
            }
        }

        foreach (var pattern in Patterns)
        {
            await FindsAsync($"name={Uri.EscapeDataString(pattern)}", file => NamePattern.Fits(pattern, file.Path.FileName));
            await FindsAsync(
                $"repo=nuget&name={Uri.EscapeDataString(pattern)}",
                file => file.Version.Repository.Name == "nuget" && NamePattern.Fits(pattern, file.Path.FileName));
        }

        foreach (var sha1 in files.Select(file => file.Sha1).Append(new string('0', 40)).Distinct())
        {
            await FindsAsync($"sha1={sha1}", file => file.Sha1 == sha1);
            await FindsAsync($"sha1={sha1}&name=*.nupkg", file => file.Sha1 == sha1 && NamePattern.Fits("*.nupkg", file.Path.FileName));
        }

        foreach (var (query, fits) in (IEnumerable<(string, Func<Package, bool>)>)[
            ("name=acme", package => NamePattern.IsIn("acme", package.Address.Name)),
            ("name=*a", package => NamePattern.IsIn("*a", package.Address.Name)),
            ("desc=number%201", package => NamePattern.IsIn("number 1", package.Details.Description)),
            ("desc=is&name=lib&repo=more", package => package.Address.Repository.Name == "more"
                && NamePattern.IsIn("lib", package.Address.Name) && NamePattern.IsIn("is", package.Details.Description))])
        {
            var reply = await server.Anonymous.SendAsync("GET", $"search/packages?{query}");
            Assert.AreEqual(
                string.Join('\n', packages.Where(fits).Select(
                    package => $"{package.Address} {package.Details.Description} {string.Join(',', package.Versions)}")),
                string.Join('\n', reply.Json.EnumerateArray().Select(found =>
                    $"{found.GetProperty("owner")}/{found.GetProperty("repo")}/{found.GetProperty("name")} {found.GetProperty("desc")} "
                        + string.Join(',', found.GetProperty("versions").EnumerateArray()))),
                $"{when}: {query}");
        }

        async Task FindsAsync(string query, Func<RepositoryFile, bool> fits)
        {
            var expected = files.Where(fits).ToArray();
            var reply = await server.Anonymous.SendAsync("GET", $"search/file?{query}");
            Assert.AreEqual(200, reply.Status, reply.Body);
            Assert.AreEqual(expected.Length.ToString(CultureInfo.InvariantCulture), reply.Header("X-RangeLimit-Total"), $"{when}: {query}");
            Assert.AreEqual(
                string.Join('\n', expected.Take(50).Select(file => $"{file.Version} {file.Path} {file.Sha1} {file.Size}")),
                string.Join('\n', reply.Json.EnumerateArray().Select(file =>
                    $"{file.GetProperty("owner")}/{file.GetProperty("repo")}/{file.GetProperty("package")}/{file.GetProperty("version")} "
                        + $"{file.GetProperty("path")} {file.GetProperty("sha1")} {file.GetProperty("size")}")),
                $"{when}: {query}");
        }
    }
}
