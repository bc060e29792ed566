using System.Text.Json;
using BintrayPush.Feed.Tests;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Feeds;

/// <summary>A NuGet repository is a feed: what is in it, when, and for whom.</summary>
[TestClass]
public sealed class FeedTests
{
    private static readonly Nupkg Lib = Nupkg.Make("Acme.Lib", "1.0.0", "<tags>fast small</tags>");

    [TestMethod]
    public async Task What_is_published_is_in_the_feed_and_only_then()
    {
        await using var scene = await FeedScene.StartAsync();
        await scene.UploadAsync(Lib, publish: false);
        Assert.AreEqual("", await scene.VersionsAsync("Acme.Lib"));

        Assert.AreEqual(200, (await scene.Server.SendAsync("POST", "content/acme/nuget/Acme.Lib/1.0.0/publish")).Status);
        Assert.AreEqual("1.0.0", await scene.VersionsAsync("Acme.Lib"));
        CollectionAssert.AreEqual(
            Lib.Bytes, await scene.Server.Anonymous.GetByteArrayAsync("nuget/acme/nuget/v3/flat/acme.lib/1.0.0/acme.lib.1.0.0.nupkg"));

        await scene.UploadAsync(Nupkg.Make("Acme.Lib", "1.1.0"));
        Assert.AreEqual("1.0.0 1.1.0", await scene.VersionsAsync("Acme.Lib"));
        Assert.AreEqual(200, (await scene.Server.SendAsync("DELETE", "content/acme/nuget/Acme.Lib.1.1.0.nupkg")).Status);
        Assert.AreEqual("1.0.0", await scene.VersionsAsync("Acme.Lib"));
        Assert.AreEqual(200, (await scene.Server.SendAsync("DELETE", "packages/acme/nuget/Acme.Lib")).Status);
        Assert.AreEqual("", await scene.VersionsAsync("Acme.Lib"));
        Assert.AreEqual("", await scene.SearchAsync("q=acme"));
    }

    [TestMethod]
    public async Task A_push_is_public_at_once_the_same_again_is_a_success_and_other_bytes_say_what_differs()
    {
        await using var scene = await FeedScene.StartAsync();

        Assert.AreEqual(201, (await scene.PushAsync(Lib)).Status);
        Assert.AreEqual("1.0.0", await scene.VersionsAsync("ACME.lib"));
        Assert.AreEqual(200, (await scene.PushAsync(Lib)).Status);
        var (status, reason) = await scene.PushAsync(Nupkg.Make("Acme.Lib", "1.0.0", "<tags>other</tags>"));

        Assert.AreEqual(409, status);
        StringAssert.Contains(reason, "'Acme.Lib.1.0.0.nupkg' is here already, with other bytes: Acme.Lib.nuspec (changed)");
        CollectionAssert.AreEqual(
            Lib.Bytes, await scene.Server.Anonymous.GetByteArrayAsync("dl/acme/nuget/Acme.Lib.1.0.0.nupkg"));
    }

    [TestMethod]
    public async Task The_same_bytes_pushed_many_times_at_once_are_a_success_for_all_and_of_other_bytes_one_wins()
    {
        const int Rounds = 10;
        const int Pushes = 8;
        await using var scene = await FeedScene.StartAsync();
        for (var round = 1; round <= Rounds; round++)
        {
            var package = Nupkg.Make("Acme.Race", $"{round}.0.0");
            var same = await Task.WhenAll(Enumerable.Range(0, Pushes).Select(_ => Task.Run(() => scene.PushAsync(package))));
            Assert.IsTrue(same.All(answer => answer.Status is 200 or 201), string.Join(Environment.NewLine, same));

            var others = await Task.WhenAll(Enumerable.Range(0, Pushes).Select(
                push => Task.Run(() => scene.PushAsync(Nupkg.Make("Acme.Other", $"{round}.0.0", $"<tags>tag{push}</tags>")))));
            var refused = others.Where(answer => answer.Status != 201).ToList();
            Assert.HasCount(Pushes - 1, refused);
            Assert.IsTrue(
                refused.All(answer => answer.Status == 409 && !answer.Reason!.Contains("with override", StringComparison.Ordinal)),
                string.Join(Environment.NewLine, others));
        }
    }

    [TestMethod]
    public async Task The_same_bytes_under_the_names_of_symbols_and_of_a_package_stop_no_feed()
    {
        await using var scene = await FeedScene.StartAsync();
        var symbols = Nupkg.Make(
            "Acme.Sym", "1.0.0", "<packageTypes><packageType name=\"SymbolsPackage\" /></packageTypes>", ("lib/net10.0/_._", ""));
        await scene.PushAsync(Lib);
        // The server takes none. A push into its folder may have left it.
        foreach (var name in (string[])["one.snupkg", "two.nupkg"])
        {
            await FeedScene.PublishInFolderAsync(scene.Server.Folder, "Acme.Lib", "2", name, symbols.Bytes);
            Assert.AreEqual("1.0.0", await scene.VersionsAsync("Acme.Lib"));
            Assert.AreEqual("Acme.Lib/1.0.0", await scene.SearchAsync("q=acme"));
        }

        var (status, reason) = await scene.PushAsync(symbols);
        Assert.AreEqual(400, status);
        StringAssert.Contains(reason, "symbol package");
    }

    [TestMethod]
    public async Task A_version_is_hidden_and_shown_however_it_is_written()
    {
        await using var scene = await FeedScene.StartAsync();
        await scene.PushAsync(Lib);

        Assert.AreEqual(204, (await scene.Server.SendAsync("DELETE", "nuget/acme/nuget/v3/package/ACME.lib/1.0")).Status);
        Assert.AreEqual("", await scene.SearchAsync("q=acme"));
        Assert.AreEqual(200, (await scene.Server.SendAsync("POST", "nuget/acme/nuget/v3/package/Acme.Lib/1.0.0.0")).Status);
        Assert.AreNotEqual("", await scene.SearchAsync("q=acme"));
    }

    [TestMethod]
    [DataRow("joe:{0}", 201)]
    [DataRow("{0}", 401, DisplayName = "the key alone: its user is not called like the subject")]
    [DataRow("joe:wrong", 401)]
    [DataRow("nobody:wrong", 401)]
    [DataRow("reader:{1}", 403)]
    [DataRow("acme:{2}", 201)]
    [DataRow("{2}", 201, DisplayName = "the key alone, of the user that is called like the subject")]
    public async Task A_key_is_a_user_and_a_key(string key, int status)
    {
        await using var scene = await FeedScene.StartAsync();
        var reader = ServerUsers.Add(scene.Server.Folder, "reader", ("acme", Role.Read));
        var own = ServerUsers.Add(scene.Server.Folder, "acme", ("acme", Role.Publish));

        var (found, reason) = await scene.PushAsync(Lib, string.Format(null, key, scene.Server.Key, reader, own));

        Assert.AreEqual(status, found);
        Assert.AreEqual(
            status == 401, reason!.Contains("X-NuGet-ApiKey was not accepted; its form is user:key", StringComparison.Ordinal), reason);
        Assert.AreEqual(status == 201 ? "1.0.0" : "", await scene.VersionsAsync("Acme.Lib"));
    }

    [TestMethod]
    public async Task A_private_feed_is_there_for_those_alone_who_may_read_it()
    {
        await using var scene = await FeedScene.StartAsync();
        Assert.AreEqual(200, (await scene.Server.SendAsync("PATCH", "repos/acme/nuget", """{"private":true}""")).Status);
        await scene.UploadAsync(Lib);
        using var stranger = scene.Server.As("stranger");
        using var reader = scene.Server.As("reader", ("acme", Role.Read));

        foreach (var path in (string[])["index.json", "flat/acme.lib/index.json", "search?q=acme", "flat/acme.lib/1.0.0/acme.lib.1.0.0.nupkg"])
        {
            Assert.AreEqual(401, (await scene.Server.Anonymous.SendAsync("GET", $"nuget/acme/nuget/v3/{path}")).Status, path);
            var there = await stranger.SendAsync("GET", $"nuget/acme/nuget/v3/{path}");
            var missing = await stranger.SendAsync("GET", $"nuget/acme/none/v3/{path}");
            Assert.AreEqual((404, 404), (there.Status, missing.Status), path);
            Assert.AreEqual(missing.Body.Replace("none", "nuget", StringComparison.Ordinal), there.Body);
            Assert.AreEqual(200, (await reader.SendAsync("GET", $"nuget/acme/nuget/v3/{path}")).Status, path);
        }
    }

    [TestMethod]
    public async Task A_repository_of_another_type_is_no_feed()
    {
        await using var scene = await FeedScene.StartAsync();
        Assert.AreEqual(201, (await scene.Server.SendAsync("POST", "repos/acme/tools", """{"type":"generic"}""")).Status);

        var reply = await scene.Server.SendAsync("GET", "nuget/acme/tools/v3/index.json");

        Assert.AreEqual(404, reply.Status);
        StringAssert.Contains(reply.Body, "it is no repository of type nuget");
    }

    [TestMethod]
    public async Task A_deleted_version_is_hidden_from_searches_and_can_be_shown_again()
    {
        await using var scene = await FeedScene.StartAsync();
        await scene.UploadAsync(Lib);
        await scene.UploadAsync(Nupkg.Make("Acme.Lib", "2.0.0"));
        Assert.AreEqual("Acme.Lib/2.0.0", await scene.SearchAsync("q=lib"));

        Assert.AreEqual(204, (await scene.Server.SendAsync("DELETE", "nuget/acme/nuget/v3/package/Acme.Lib/2.0.0")).Status);
        Assert.AreEqual("Acme.Lib/1.0.0", await scene.SearchAsync("q=lib"));
        Assert.AreEqual("1.0.0 2.0.0", await scene.VersionsAsync("Acme.Lib"), "Who names it gets it.");
        var registration = await scene.Server.SendAsync("GET", "nuget/acme/nuget/v3/registration-semver2/acme.lib/2.0.0.json");
        StringAssert.Contains(registration.Body, "\"listed\":false");

        Assert.AreEqual(200, (await scene.Server.SendAsync("POST", "nuget/acme/nuget/v3/package/Acme.Lib/2.0.0")).Status);
        Assert.AreEqual("Acme.Lib/2.0.0", await scene.SearchAsync("q=lib"));
        Assert.AreEqual(404, (await scene.Server.SendAsync("DELETE", "nuget/acme/nuget/v3/package/Acme.Lib/3.0.0")).Status);
    }

    [TestMethod]
    [DataRow("q=", "Acme.Json/2.0.0 Acme.Lib/1.0.0 HelloBintray/1.0.0")]
    [DataRow("q=&prerelease=true", "Acme.Json/2.1.0-rc Acme.Lib/1.0.0 HelloBintray/1.0.0")]
    [DataRow("q=&prerelease=true&semVerLevel=2.0.0", "Acme.Json/2.1.0-rc.1 Acme.Lib/1.0.0 HelloBintray/1.0.0")]
    [DataRow("q=id:acme", "Acme.Json/2.0.0 Acme.Lib/1.0.0", DisplayName = "a part of the id")]
    [DataRow("q=acme", "Acme.Json/2.0.0 Acme.Lib/1.0.0 HelloBintray/1.0.0", DisplayName = "in the id, or among the authors")]
    [DataRow("q=acme.lib", "Acme.Lib/1.0.0")]
    [DataRow("q=bintray", "HelloBintray/1.0.0", DisplayName = "a hump of the id")]
    [DataRow("q=packageid:acme", "")]
    [DataRow("q=packageid:ACME.json", "Acme.Json/2.0.0")]
    [DataRow("q=tags:small", "Acme.Lib/1.0.0")]
    [DataRow("q=tag:fast+json", "", DisplayName = "all words must fit")]
    [DataRow("q=id:json", "Acme.Json/2.0.0")]
    [DataRow("q=owner:acme+hello", "HelloBintray/1.0.0")]
    [DataRow("q=owner:somebody", "")]
    [DataRow("q=version:2.0.0", "Acme.Json/2.0.0")]
    [DataRow("q=%22is+for%22", "Acme.Json/2.0.0 Acme.Lib/1.0.0 HelloBintray/1.0.0", DisplayName = "a phrase")]
    [DataRow("q=%22for+is%22", "")]
    [DataRow("q=***%22%27;--", "Acme.Json/2.0.0 Acme.Lib/1.0.0 HelloBintray/1.0.0", DisplayName = "signs are no words")]
    [DataRow("q=NEAR(+OR+%22*", "", DisplayName = "words of the index's own language are words")]
    [DataRow("q=&take=1", "Acme.Json/2.0.0")]
    [DataRow("q=&skip=1&take=1", "Acme.Lib/1.0.0")]
    [DataRow("q=&skip=10", "")]
    [DataRow("q=&packageType=dotnettool", "HelloBintray/1.0.0")]
    [DataRow("q=&packageType=dependency", "Acme.Json/2.0.0 Acme.Lib/1.0.0")]
    [DataRow("q=&packageType=none", "")]
    public async Task A_search_finds(string query, string found)
    {
        await using var scene = await FeedScene.StartAsync();
        await scene.UploadAsync(Lib);
        await scene.UploadAsync(Nupkg.Make("Acme.Json", "2.0.0"));
        await scene.UploadAsync(Nupkg.Make("Acme.Json", "2.1.0-rc"));
        await scene.UploadAsync(Nupkg.Make("Acme.Json", "2.1.0-rc.1"));
        await scene.UploadAsync(
            Nupkg.Make("HelloBintray", "1.0.0", """<packageTypes><packageType name="DotnetTool" /></packageTypes>"""));

        Assert.AreEqual(
            string.Join(' ', found.Split(' ').Order(StringComparer.Ordinal)),
            string.Join(' ', (await scene.SearchAsync(query)).Split(' ').Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    [DataRow("take=many")]
    [DataRow("skip=-1")]
    [DataRow("take=-1")]
    [DataRow("prerelease=perhaps")]
    public async Task A_search_that_makes_no_sense_is_refused(string query)
    {
        await using var scene = await FeedScene.StartAsync();

        Assert.AreEqual(400, (await scene.Server.SendAsync("GET", $"nuget/acme/nuget/v3/search?{query}")).Status);
    }

    [TestMethod]
    public async Task What_is_known_to_be_wrong_is_told_as_soon_as_the_file_says_so()
    {
        var file = Path.GetTempFileName();
        await using var scene = await FeedScene.StartAsync(settings => settings with { Vulnerabilities = file });
        await scene.UploadAsync(Lib);
        Assert.AreEqual("{}", (await scene.Server.SendAsync("GET", "nuget/acme/nuget/v3/vulnerabilities/all.json")).Body);

        await File.WriteAllTextAsync(file, """{"Acme.Lib":[{"url":"https://example.org/1","severity":2,"versions":"(, 1.0.5)"}]}""");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));

        Assert.AreEqual(
            """{"acme.lib":[{"url":"https://example.org/1","severity":2,"versions":"(, 1.0.5)"}]}""",
            (await scene.Server.SendAsync("GET", "nuget/acme/nuget/v3/vulnerabilities/all.json")).Body);
        var registration = await scene.Server.SendAsync("GET", "nuget/acme/nuget/v3/registration-semver2/acme.lib/index.json");
        using var json = JsonDocument.Parse(registration.Body);
        var entry = json.RootElement.GetProperty("items")[0].GetProperty("items")[0].GetProperty("catalogEntry");
        Assert.AreEqual("2", entry.GetProperty("vulnerabilities")[0].GetProperty("severity").GetString());
        File.Delete(file);
    }

    [TestMethod]
    public async Task An_index_that_is_gone_or_damaged_is_made_anew()
    {
        await using var scene = await FeedScene.StartAsync();
        await scene.UploadAsync(Lib);
        Assert.AreEqual("1.0.0", await scene.VersionsAsync("Acme.Lib"));
        await scene.Server.StopAsync();
        var file = Path.Combine(scene.Index, "feed-0.db");
        Assert.IsTrue(File.Exists(file));

        await using (var another = await scene.StartAnotherAsync("one"))
        {
            Assert.AreEqual("1.0.0", await FeedScene.VersionsAsync(another.Anonymous, "Acme.Lib"));
        }

        await File.WriteAllTextAsync(file, "no database");
        await using (var another = await scene.StartAnotherAsync("one"))
        {
            Assert.AreEqual("1.0.0", await FeedScene.VersionsAsync(another.Anonymous, "Acme.Lib"));
        }
    }

    [TestMethod]
    public async Task Of_two_files_of_one_version_the_log_says_which_one_the_feed_has()
    {
        await using var scene = await FeedScene.StartAsync();
        var other = Nupkg.Make("Acme.Lib", "1.0.0", "<tags>other</tags>");
        await scene.UploadAsync(Lib);
        Assert.AreEqual("1.0.0", await scene.VersionsAsync("Acme.Lib"));
        Assert.AreEqual(0, scene.Server.Log.Lines.Count(line => line.Contains("twice", StringComparison.Ordinal)));

        using var content = new ByteArrayContent(other.Bytes);
        using var answer = await scene.Server.Http.PutAsync("content/acme/nuget/Acme.Lib/1.0.0/z/Acme.Lib.1.0.0.nupkg?publish=1", content);
        Assert.AreEqual(201, (int)answer.StatusCode);

        for (var times = 0; times < 3; times++)
        {
            CollectionAssert.AreEqual(
                Lib.Bytes, await scene.Server.Anonymous.GetByteArrayAsync("nuget/acme/nuget/v3/flat/acme.lib/1.0.0/acme.lib.1.0.0.nupkg"));
        }

        StringAssert.Contains(
            scene.Server.Log.Lines.Single(line => line.Contains("twice", StringComparison.Ordinal)),
            "'acme/nuget' has acme.lib 1.0.0 twice: its feed has 'Acme.Lib.1.0.0.nupkg', and 'z/Acme.Lib.1.0.0.nupkg' is not in it");
    }

    [TestMethod]
    public async Task A_repository_made_anew_under_the_same_name_has_nothing_of_the_old_one()
    {
        await using var scene = await FeedScene.StartAsync();
        await scene.UploadAsync(Lib);
        Assert.AreEqual("1.0.0", await scene.VersionsAsync("Acme.Lib"));

        Assert.AreEqual(200, (await scene.Server.SendAsync("DELETE", "repos/acme/nuget")).Status);
        Assert.AreEqual(404, (await scene.Server.SendAsync("GET", "nuget/acme/nuget/v3/index.json")).Status);
        Assert.AreEqual(201, (await scene.Server.SendAsync("POST", "repos/acme/nuget", """{"type":"nuget"}""")).Status);

        Assert.AreEqual("", await scene.VersionsAsync("Acme.Lib"));
    }

    [TestMethod]
    public async Task Behind_a_proxy_the_documents_have_the_addresses_of_the_proxy()
    {
        await using var scene = await FeedScene.StartAsync(
            settings => settings with { PublicUrl = new Uri("https://packages.example.org/bintray") });

        var index = (await scene.Server.SendAsync("GET", "nuget/acme/nuget/v3/index.json")).Body;

        using var json = JsonDocument.Parse(index);
        foreach (var resource in json.RootElement.GetProperty("resources").EnumerateArray())
        {
            StringAssert.StartsWith(
                resource.GetProperty("@id").GetString()!, "https://packages.example.org/bintray/nuget/acme/nuget/v3/");
        }

        await scene.UploadAsync(Lib);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var details = await client.GetAsync(new Uri(scene.Server.Url, "nuget/acme/nuget/v3/details/Acme.Lib/1.0.0"));
        Assert.AreEqual("https://packages.example.org/bintray/dl/acme/nuget/", details.Headers.Location!.AbsoluteUri);
    }
}
