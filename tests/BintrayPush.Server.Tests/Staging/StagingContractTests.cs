using System.Text.Json;
using BintrayPush.Feed.Tests;

namespace BintrayPush.Server.Tests.Staging;

/// <summary>NuGet's staging protocol, call by call as its contract says it.</summary>
[TestClass]
public sealed class StagingContractTests
{
    private static readonly Nupkg Lib = Nupkg.Make("Acme.Lib", "1.0.0");
    private static readonly Nupkg OtherLib = Nupkg.Make("Acme.Lib", "1.0.0", "<tags>other</tags>");
    private static readonly Nupkg App = Nupkg.Make("Acme.App", "2.0.0-rc.1");

    [TestMethod]
    public async Task The_service_index_says_where_packages_are_staged()
    {
        await using var scene = await StagingScene.StartAsync();

        var index = await scene.Server.SendAsync("GET", "nuget/acme/nuget/v3/index.json");

        var resource = index.Json.GetProperty("resources").EnumerateArray()
            .Single(found => found.GetProperty("@type").GetString() == "PackageStaging/1.0.0");
        Assert.AreEqual($"{scene.Server.Url}nuget/acme/nuget/v3/staging", resource.GetProperty("@id").GetString());
    }

    [TestMethod]
    public async Task A_staged_package_is_described_and_not_public()
    {
        await using var scene = await StagingScene.StartAsync();

        var artifact = await scene.StagedAsync(Lib);

        Assert.AreEqual("Acme.Lib", artifact.GetProperty("id").GetString());
        Assert.AreEqual("1.0.0", artifact.GetProperty("version").GetString());
        Assert.AreEqual("package", artifact.GetProperty("kind").GetString());
        Assert.AreEqual("ready", artifact.GetProperty("status").GetString());
        Assert.AreEqual(JsonValueKind.Null, artifact.GetProperty("group").ValueKind);
        Assert.IsTrue(artifact.GetProperty("canPromote").GetBoolean());
        Assert.AreEqual(0, artifact.GetProperty("blockers").GetArrayLength());
        Assert.AreEqual("acme", artifact.GetProperty("owner").GetString());
        Assert.IsTrue(artifact.GetProperty("uploaded").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddHours(-1));
        Assert.AreEqual("", await scene.Feed.VersionsAsync("Acme.Lib"));
        var content = await scene.Server.Anonymous.SendAsync("GET", "nuget/acme/nuget/v3/flat/acme.lib/1.0.0/acme.lib.1.0.0.nupkg");
        Assert.AreEqual(404, content.Status);
        Assert.AreEqual("", await scene.Feed.SearchAsync("q=lib"));
    }

    [TestMethod]
    public async Task A_group_is_made_by_the_first_package_that_is_staged_into_it()
    {
        await using var scene = await StagingScene.StartAsync();

        var artifact = await scene.StagedAsync(Lib, "spring");
        await scene.StagedAsync(App, "SPRING");

        Assert.AreEqual("spring", artifact.GetProperty("group").GetProperty("id").GetString());
        var reply = await scene.CallAsync("GET", "groups/Spring");
        Assert.AreEqual(200, reply.Status, reply.Body);
        var group = reply.Json.GetProperty("group");
        Assert.AreEqual("spring", group.GetProperty("id").GetString());
        Assert.AreEqual("spring", group.GetProperty("name").GetString());
        Assert.IsTrue(group.GetProperty("canPromote").GetBoolean());
        Assert.AreEqual(2, group.GetProperty("itemCount").GetInt32());
        Assert.AreEqual(2, reply.Json.GetProperty("totalCount").GetInt32());
        Assert.AreEqual(1, reply.Json.GetProperty("page").GetInt32());
        Assert.AreEqual(100, reply.Json.GetProperty("pageSize").GetInt32());
        Assert.AreEqual("package:Acme.App/2.0.0-rc.1:ready package:Acme.Lib/1.0.0:ready", StagingScene.ItemsOf(reply));
    }

    [TestMethod]
    public async Task The_same_bytes_again_have_no_effect_and_other_bytes_replace_them_in_their_group()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib, "spring");
        var before = await scene.Server.SendAsync("GET", "releases/acme/spring");

        var again = await scene.StageAsync(Lib.Bytes, "spring");
        var without = await scene.StageAsync(Lib.Bytes);

        Assert.AreEqual(200, again.Status, again.Body);
        Assert.AreEqual(200, without.Status, without.Body);
        Assert.AreEqual("spring", without.Json.GetProperty("group").GetProperty("id").GetString(), "It stays where it is.");
        Assert.AreEqual(before.Body, (await scene.Server.SendAsync("GET", "releases/acme/spring")).Body, "Nothing was written.");

        Assert.AreEqual(201, (await scene.StageAsync(OtherLib.Bytes)).Status);
        Assert.AreEqual("package:Acme.Lib/1.0.0:ready", await scene.MembersAsync("spring"));
        Assert.AreEqual(200, (await scene.CallAsync("POST", "groups/spring/promote")).Status);
        var content = await scene.Server.Http.GetByteArrayAsync("nuget/acme/nuget/v3/flat/acme.lib/1.0.0/acme.lib.1.0.0.nupkg");
        CollectionAssert.AreEqual(OtherLib.Bytes, content);
    }

    [TestMethod]
    public async Task What_is_public_is_no_more_to_be_staged()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.Feed.UploadAsync(Lib);

        var same = await scene.StageAsync(Lib.Bytes, "spring");
        var other = await scene.StageAsync(OtherLib.Bytes, "spring");

        Assert.AreEqual(200, same.Status, same.Body);
        Assert.AreEqual("succeeded", same.Json.GetProperty("status").GetString());
        Assert.IsFalse(same.Json.GetProperty("canPromote").GetBoolean());
        Assert.AreEqual(409, other.Status, other.Body);
        StringAssert.Contains(
            other.Json.GetProperty("error").GetProperty("message").GetString(),
            "is public already, with other bytes",
            StringComparison.Ordinal);
        Assert.AreEqual("none", await scene.MembersAsync("spring"));
    }

    [TestMethod]
    public async Task Where_files_are_signed_nothing_is_staged_that_could_not_be_published()
    {
        await using var scene = await StagingScene.StartAsync();
        Assert.AreEqual(200, (await scene.Server.SendAsync("PATCH", "repos/acme/nuget", """{"gpg_sign_files":true}""")).Status);

        var refused = await scene.StageAsync(Lib.Bytes, "spring");

        Assert.AreEqual(409, refused.Status, refused.Body);
        StringAssert.Contains(refused.Body, "use 'bintray stage'", StringComparison.Ordinal);
        Assert.AreEqual("none", await scene.MembersAsync("spring"));
        Assert.AreEqual(404, (await scene.Server.SendAsync("GET", "dl/acme/nuget/Acme.Lib.1.0.0.nupkg?unpublished=1")).Status);
    }

    [TestMethod]
    public async Task Lists_are_paged_and_say_the_page_that_was_asked_for()
    {
        await using var scene = await StagingScene.StartAsync();
        for (var number = 1; number <= 5; number++)
        {
            await scene.StagedAsync(Nupkg.Make($"Acme.P{number}", "1.0.0"), number % 2 == 0 ? "even" : null);
        }

        var page = await scene.CallAsync("GET", "package?page=2&pageSize=2");
        var beyond = await scene.CallAsync("GET", "package?page=2147483647&pageSize=1000");
        var symbols = await scene.CallAsync("GET", "symbols");
        var groups = await scene.CallAsync("GET", "groups?pageSize=1");

        Assert.AreEqual("package:Acme.P3/1.0.0:ready package:Acme.P4/1.0.0:ready", StagingScene.ItemsOf(page));
        Assert.AreEqual((2, 2, 5), NumbersOf(page));
        Assert.AreEqual("", StagingScene.ItemsOf(beyond));
        Assert.AreEqual((int.MaxValue, 1000, 5), NumbersOf(beyond));
        Assert.AreEqual((1, 100, 0), NumbersOf(symbols));
        Assert.AreEqual((1, 1, 1), NumbersOf(groups));
        Assert.AreEqual(2, groups.Json.GetProperty("items")[0].GetProperty("itemCount").GetInt32());
        foreach (var wrong in (string[])["page=0", "page=x", "pageSize=0", "pageSize=1001", "page=99999999999"])
        {
            var refused = await scene.CallAsync("GET", $"package?{wrong}");
            Assert.AreEqual((400, "BadRequest"), (refused.Status, StagingScene.CodeOf(refused)), wrong);
        }

        static (int Page, int Size, int Total) NumbersOf(Reply reply) => (
            reply.Json.GetProperty("page").GetInt32(),
            reply.Json.GetProperty("pageSize").GetInt32(),
            reply.Json.GetProperty("totalCount").GetInt32());
    }

    [TestMethod]
    [DataRow("x", "text/plain")]
    [DataRow("--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b")]
    [DataRow("--b\r\nContent-Disposition: form-data; name=\"package\"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b")]
    public async Task What_is_no_package_in_a_form_is_refused_in_the_words_of_the_contract(string body, string type)
    {
        await using var scene = await StagingScene.StartAsync();

        var reply = await scene.Server.SendAsync("PUT", "nuget/acme/nuget/v3/staging/package", body, ("Content-Type", type));

        Assert.AreEqual(400, reply.Status, reply.Body);
        var error = reply.Json.GetProperty("error");
        Assert.AreEqual("BadRequest", error.GetProperty("code").GetString());
        Assert.AreNotEqual("", error.GetProperty("message").GetString());
    }

    [TestMethod]
    public async Task A_group_that_is_named_by_nothing_is_refused_and_one_may_come_before_the_file()
    {
        await using var scene = await StagingScene.StartAsync();
        Assert.AreEqual(400, (await scene.StageAsync(Lib.Bytes, "")).Status);
        Assert.AreEqual(400, (await scene.StageAsync(Lib.Bytes, "-")).Status);
        Assert.AreEqual(400, (await scene.StageAsync(Lib.Bytes, "a/b")).Status);

        using var request = new HttpRequestMessage(HttpMethod.Put, "nuget/acme/nuget/v3/staging/package");
        request.Headers.Add("X-NuGet-ApiKey", scene.Key);
        request.Content = new MultipartFormDataContent
        {
            { new StringContent("first"), "groupId" },
            { new StringContent("1"), "unknown" },
            { new ByteArrayContent(Lib.Bytes), "package" },
        };
        var reply = await scene.Server.Anonymous.ReplyAsync(request);

        Assert.AreEqual(201, reply.Status, reply.Body);
        Assert.AreEqual("package:Acme.Lib/1.0.0:ready", await scene.MembersAsync("first"));
    }
}
