using BintrayPush.Api.Failures;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Server.Tests.Catalog;

/// <summary>Protocol reference, sections 1.4 and 2: scripts compare the raw text.</summary>
[TestClass]
public sealed class ExactAnswerTests
{
    [TestMethod]
    public async Task A_client_knows_that_it_asks_beside_the_api()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.IsTrue(ServiceUrl.TryParse($"{server.Url}ui", out var beside, out _));
        var credentials = new Credentials(ServerUsers.Admin, new Secret(server.Key));
        using var client = BintrayHttpClient.Open(beside, null, credentials, new HttpLimits());

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => client.GetRepositoryAsync(RepositoryAddress.Of("acme", "tools"), CancellationToken.None));

        Assert.AreEqual((404, CallFailure.NotAnApi), (refusal.Status, refusal.Failure), refusal.Message);
    }

    [TestMethod]
    public async Task Every_call_answers_with_the_status_and_the_text_that_clients_compare()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Keys.AddAsync(
            "acme", KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null), null, replace: false, CancellationToken.None);
        (string Method, string Path, string? Body, int Status, string Answer)[] calls =
        [
            ("GET", "repos/acme/tools", null, 404, """{"message":"Repo 'tools' was not found"}"""),
            ("GET", "packages/acme/tools/lib", null, 404, """{"message":"Repo 'tools' was not found"}"""),
            ("POST", "repos/acme/tools", """{"type":"generic"}""", 201, "*"),
            ("PATCH", "repos/acme/tools", """{"desc":"d"}""", 200, """{"message":"success"}"""),
            ("GET", "packages/acme/tools/lib", null, 404, """{"message":"Package 'lib' was not found"}"""),
            ("PUT", "content/acme/tools/lib/1.0/a", "x", 404, """{"message":"Package 'lib' was not found"}"""),
            ("POST", "packages/acme/tools", """{"name":"lib"}""", 201, "*"),
            ("PATCH", "packages/acme/tools/lib", """{"labels":[]}""", 200, """{"message":"success"}"""),
            ("GET", "packages/acme/tools/lib/versions/1.0", null, 404, """{"message":"Version '1.0' was not found"}"""),
            ("GET", "packages/acme/tools/lib/versions/_latest", null, 404, """{"message":"Version '_latest' was not found"}"""),
            ("POST", "packages/acme/tools/lib/versions", """{"name":"1.0"}""", 201, "*"),
            ("PATCH", "packages/acme/tools/lib/versions/1.0", """{"desc":"d"}""", 200, """{"message":"success"}"""),
            ("POST", "packages/acme/tools/lib/versions/1.0", """{"desc":"e"}""", 200, """{"message":"success"}"""),
            ("POST", "content/acme/tools/lib/1.0/publish", null, 200, """{"files":0}"""),
            ("POST", "content/acme/tools/lib/2.0/publish", null, 404, """{"message":"Version '2.0' was not found"}"""),
            ("PUT", "content/acme/tools/lib/1.0/a", "x", 201, """{"message":"success"}"""),
            ("PUT", "file_metadata/acme/tools/a", """{"list_in_downloads":true}""", 400, """{"message":"'a' is an unpublished file"}"""),
            ("POST", "content/acme/tools/lib/1.0/publish", """{"discard":"false"}""", 200, """{"files":1}"""),
            ("PUT", "file_metadata/acme/tools/a", """{"list_in_downloads":true}""", 200, """{"message":"success"}"""),
            ("PUT", "content/acme/tools/lib/1.0/b", "x", 201, """{"message":"success"}"""),
            ("POST", "content/acme/tools/lib/1.0/publish", """{"discard":true}""", 200, """{"files":1}"""),
            ("POST", "gpg/acme/tools/lib/versions/1.0", """{"passphrase":"p"}""", 200, """{"message":"success"}"""),
            ("POST", "gpg/acme/tools/lib/versions/2.0", "{}", 404, """{"message":"Version '2.0' was not found"}"""),
            ("POST", "gpg/acme/tools/a", "", 200, """{"message":"success"}"""),
            ("POST", "files/acme/tools/a/attributes", """[{"name":"att1","values":["val1"],"type":"string"}]""", 200, """[{"name":"att1","values":["val1"],"type":"STRING"}]"""),
            ("DELETE", "files/acme/tools/a/attributes?names=att1", null, 200, """{"message":"Attributes were deleted successfully from the following file path: a"}"""),
            ("GET", "packages/acme/tools/lib/logs", null, 200, "[]"),
            ("GET", "packages/acme/tools/none/logs", null, 404, """{"message":"Package 'none' was not found"}"""),
            ("GET", "packages/acme/tools/lib/logs/day.gz", null, 404, """{"message":"File 'day.gz' was not found"}"""),
            ("GET", "repos/acme/tools/ip_restrictions", null, 200, """{"white_cidrs":[],"black_cidrs":[],"hasWritePermission":null}"""),
            ("PUT", "repos/acme/tools/ip_restrictions", """{"white_cidrs":["10.0.0.1/32"]}""", 403, """{"message":"Your repo commercial type does not support IP restrictions."}"""),
            ("PATCH", "repos/acme/tools/ip_restrictions", "{}", 403, """{"message":"Your repo commercial type does not support IP restrictions."}"""),
            ("DELETE", "repos/acme/tools/ip_restrictions", null, 403, """{"message":"Your repo commercial type does not support IP restrictions."}"""),
            ("GET", "repos/acme/none/ip_restrictions", null, 404, """{"message":"Repo 'none' was not found"}"""),
            ("GET", "repos/acme/tools/geo_restrictions", null, 403, "*"),
            ("GET", "orgs/none/keys/gpg/public.key", null, 404, """{"message":"File 'public.key' was not found"}"""),
            ("GET", "users/none/keys/gpg/public.key", null, 404, """{"message":"File 'public.key' was not found"}"""),
            ("POST", "calc_metadata/acme/tools/", null, 400, """{"message":"It is not possible to calculate index for Generic repositories."}"""),
            ("PUT", "maven/acme/tools/lib/pom.xml?publish=1", "", 400, """{"message":"Provided artifact path does not comply with Maven's convention"}"""),
            ("DELETE", "content/acme/tools/a", null, 200, """{"message":"success"}"""),
            ("DELETE", "content/acme/tools/a", null, 404, """{"message":"File 'a' was not found"}"""),
            ("DELETE", "packages/acme/tools/lib/versions/1.0", null, 200, """{"message":"success"}"""),
            ("DELETE", "packages/acme/tools/lib/versions/1.0", null, 404, """{"message":"Version '1.0' was not found"}"""),
            ("DELETE", "packages/acme/tools/lib", null, 200, """{"message":"success"}"""),
            ("DELETE", "repos/acme/tools", null, 200, """{"message":"success"}"""),
            ("DELETE", "repos/acme/tools", null, 404, """{"message":"Repo 'tools' was not found"}"""),
        ];
        var wrong = new List<string>();
        foreach (var (method, path, body, status, answer) in calls)
        {
            var reply = await server.SendAsync(method, path, body);
            if (reply.Status != status || reply.Header("Content-Type") != "application/json" || (answer != "*" && reply.Body != answer))
            {
                wrong.Add($"{method} {path}: {status} {answer} is expected, and {reply.Status} {reply.Body} came");
            }
        }

        // Each call by itself: one that is wrong says nothing of the others.
        Assert.IsEmpty(wrong, string.Join(Environment.NewLine, wrong));
    }

    [TestMethod]
    [DataRow("gpg/acme/tools/lib/versions/1.0", "{}")]
    [DataRow("gpg/acme/tools/lib/versions/1.0", "")]
    [DataRow("gpg/acme/tools/a", null)]
    [DataRow("gpg/acme/tools/a", """{"passphrase":"anything"}""")]
    [DataRow("gpg/acme/tools/a", """{"passphrase":"","subject":"acme"}""")]
    public async Task A_call_to_sign_is_answered_as_the_reference_has_it_whatever_its_form(string path, string? body)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a?publish=1", "x");
        StringAssert.Contains((await server.SendAsync("POST", path, body)).Body, "no key to sign with");
        await server.Keys.AddAsync(
            "acme", KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null), null, replace: false, CancellationToken.None);

        var reply = await server.SendAsync("POST", path, body);

        Assert.AreEqual((200, """{"message":"success"}"""), (reply.Status, reply.Body));
        StringAssert.StartsWith(
            (await server.SendAsync("GET", "dl/acme/tools/a.asc?include_unpublished=1")).Body, "-----BEGIN PGP SIGNATURE-----");
    }

    [TestMethod]
    public async Task Every_licence_has_its_full_name_and_the_address_of_its_text()
    {
        await using var server = await RunningServer.StartAsync();

        var reply = await server.Anonymous.SendAsync("GET", "licenses/oss_licenses");

        foreach (var licence in new[]
        {
            """{"name":"Copyfree","longname":"Copyfree","url":"http://copyfree.org/"}""",
            """{"name":"MIT","longname":"The MIT License","url":"https://opensource.org/licenses/MIT"}""",
            """{"name":"Apache-2.0","longname":"The Apache Software License, Version 2.0","url":"https://opensource.org/licenses/Apache-2.0"}""",
        })
        {
            StringAssert.Contains(reply.Body, licence, StringComparison.Ordinal);
        }

        foreach (var licence in reply.Json.EnumerateArray())
        {
            Assert.IsTrue(Uri.IsWellFormedUriString(licence.GetProperty("url").GetString(), UriKind.Absolute), licence.GetRawText());
        }
    }

    [TestMethod]
    [DataRow("users/acme/keys/gpg/public.key")]
    [DataRow("orgs/acme/keys/gpg/public.key")]
    public async Task The_public_key_of_a_subject_is_what_its_owner_has_put_into_the_data_folder(string path)
    {
        const string Key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME\n-----END PGP PUBLIC KEY BLOCK-----\n";
        await using var server = await RunningServer.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "user", "acme.asc"), Key);

        var reply = await server.Anonymous.SendAsync("GET", path);

        Assert.AreEqual(200, reply.Status);
        Assert.AreEqual("application/pgp-keys", reply.Header("Content-Type"));
        Assert.AreEqual(Key, reply.Body);
    }

    [TestMethod]
    public async Task A_package_shows_publishers_all_their_fields_and_others_only_the_public_ones()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", "packages/acme/tools/lib/versions", """{"name":"1.0","vcs_tag":"v1"}""");
        const string Common = "name repo owner desc labels attribute_names licenses custom_licenses followers_count created website_url "
            + "issue_tracker_url";
        const string Rest = "linked_to_repos permissions versions latest_version updated rating_count system_ids vcs_url maturity";
        Assert.AreEqual($"{Common} {Rest}", FieldsOf(await server.Anonymous.SendAsync("GET", "packages/acme/tools/lib")));
        Assert.AreEqual(
            $"{Common} github_repo github_release_notes_file public_download_numbers public_stats {Rest}",
            FieldsOf(await server.SendAsync("GET", "packages/acme/tools/lib")));
        const string Version = "name desc package repo owner labels published attribute_names created updated released ordinal";
        Assert.AreEqual(Version, FieldsOf(await server.Anonymous.SendAsync("GET", "packages/acme/tools/lib/versions/1.0")));
        Assert.AreEqual(
            Version + " github_release_notes_file github_use_tag_release_notes vcs_tag",
            FieldsOf(await server.SendAsync("GET", "packages/acme/tools/lib/versions/1.0")));
    }

    [TestMethod]
    [DataRow("repos/acme/tools", 200)]
    [DataRow("repos/acme/none", 404)]
    [DataRow("packages/acme/tools/lib", 200)]
    [DataRow("packages/acme/tools/tools", 404)]
    [DataRow("packages/acme/tools/lib/versions/1.0", 404)]
    [DataRow("packages/acme/secret/lib", 404)]
    [DataRow("repos/acme/secret", 404)]
    public async Task HEAD_says_there_or_not_there_and_nothing_else(string path, int status)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", "repos/acme/secret", """{"private":"true"}""");
        var reply = await server.Anonymous.SendAsync("HEAD", path);
        Assert.AreEqual(status, reply.Status);
        Assert.AreEqual("", reply.Body);
    }

    [TestMethod]
    public async Task Bodies_are_read_as_clients_send_them()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.AreEqual("""[]""", (await server.SendAsync("GET", "repos/acme")).Body);
        var repo = await server.SendAsync(
            "POST",
            "repos/acme/tools",
            """{"type":"deb","desc":null,"private":"false","labels":"one","unknown":{"x":[1]},"premium":false}""");
        Assert.AreEqual(201, repo.Status, repo.Body);
        Assert.AreEqual("debian", repo.Json.GetProperty("type").GetString());
        Assert.AreEqual("""["one"]""", repo.Json.GetProperty("labels").GetRawText());
        Assert.AreEqual(201, (await server.SendAsync("POST", "packages/acme/tools/", "\"gulped\"")).Status);
        Assert.AreEqual(201, (await server.SendAsync(
            "POST",
            "packages/acme/tools",
            """{"name":"Catch:bincrafters","desc":null,"labels":null,"github_repo":null,"public_download_numbers":"1"}""",
            ("Content-Type", "application/x-www-form-urlencoded"))).Status);
        Assert.AreEqual(200, (await server.SendAsync("HEAD", "packages/acme/tools/Catch%3Abincrafters")).Status);
        var version = await server.SendAsync(
            "POST",
            "packages/acme/tools/gulped/versions",
            """{"name":"1.0","release_notes":"n","release_url":"u","released":"","attributes":[{"name":"a","values":["b"]}]}""");
        Assert.AreEqual(201, version.Status, version.Body);
        Assert.AreEqual("", version.Json.GetProperty("released").GetString());
        foreach (var (released, shown) in new[]
        {
            ("2015-01-01", "2015-01-01T00:00:00.000Z"), ("2018-07-13T23:09:33.417+0100", "2018-07-13T22:09:33.417Z"), (
                "2018-07-13T23:09:33.417-06:00", "2018-07-14T05:09:33.417Z"),
        })
        {
            Assert.AreEqual(
                200,
                (await server.SendAsync("PATCH", "packages/acme/tools/gulped/versions/1.0", $$"""{"released":"{{released}}"}""")).Status);
            Assert.AreEqual(
                shown, (await server.SendAsync("GET", "packages/acme/tools/gulped/versions/1.0")).Json.GetProperty("released").GetString());
        }

        Assert.AreEqual(409, (await server.SendAsync("POST", "packages/acme/tools/gulped/versions", """{"name":"1.0"}""")).Status);
        Assert.AreEqual(409, (await server.SendAsync("POST", "repos/acme/tools", "{}")).Status);
        Assert.AreEqual("""[{"name":"tools","owner":"acme"}]""", (await server.SendAsync("GET", "repos/acme")).Body);
    }

    [TestMethod]
    public async Task Readme_and_release_notes_echo_their_block()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var set = await server.SendAsync("POST", "packages/acme/tools/lib/readme", """{"bintray":{"content":"# Hi"}}""");
        Assert.AreEqual(200, set.Status);
        Assert.AreEqual("""{"package":"lib","repo":"tools","owner":"acme","bintray":{"syntax":"MARKDOWN","content":"# Hi"}}""", set.Body);
        Assert.AreEqual(set.Body, (await server.Anonymous.SendAsync("GET", "packages/acme/tools/lib/readme")).Body);
        Assert.AreEqual(
            400, (await server.SendAsync("POST", "packages/acme/tools/lib/readme", """{"github":{"github_repo":"a/b"}}""")).Status);
        Assert.AreEqual(400, (await server.SendAsync("POST", "packages/acme/tools/lib/release_notes", "")).Status);
        var refused = await server.SendAsync(
            "POST", "packages/acme/tools/lib/release_notes", """{"github":{"github_repo":"a/b","github_release_notes_file":"n"}}""");
        Assert.AreEqual(400, refused.Status);
        Assert.AreEqual(
            "Failed to set release notes files for subject 'acme' repo 'tools' and pkg 'lib', Please check your github details",
            refused.Json.GetProperty("message").GetString());
        StringAssert.Contains(refused.Json.GetProperty("warn").GetString(), "GitHub are not fetched", StringComparison.Ordinal);
        refused = await server.SendAsync(
            "POST", "packages/acme/tools/lib/versions/1.0/release_notes", """{"github":{"github_repo":"a/b","github_release_notes_file":"n"}}""");
        Assert.AreEqual(400, refused.Status);
        Assert.AreEqual(
            "Failed to set release notes files for subject 'acme' repo 'tools' pkg 'lib and version '1.0', Please check your github details "
                + "and make sure the package of this version has the github repo configured",
            refused.Json.GetProperty("message").GetString());
        Assert.AreEqual("""{"message":"success"}""", (await server.SendAsync("DELETE", "packages/acme/tools/lib/release_notes")).Body);
    }

    private static string FieldsOf(Reply reply) => string.Join(' ', reply.Json.EnumerateObject().Select(field => field.Name));
}
