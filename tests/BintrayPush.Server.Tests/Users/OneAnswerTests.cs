using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Users;

/// <summary>Nobody learns that a private repository is there who may not read it.</summary>
[TestClass]
public sealed class OneAnswerTests
{
    private const string Place = "@repo@";

    public static IEnumerable<object[]> Calls =>
    [
        .. new (string Method, string Path, string Body)[]
        {
            ("GET", "repos/acme/@repo@", ""), ("HEAD", "repos/acme/@repo@", ""), (
                "PATCH", "repos/acme/@repo@", "{}"), ("DELETE", "repos/acme/@repo@", ""), ("POST", "repos/acme/@repo@", "{}"),
            ("GET", "repos/acme/@repo@/packages", ""), ("POST", "packages/acme/@repo@", """{"name":"new"}"""),
            ("GET", "packages/acme/@repo@/lib", ""), ("HEAD", "packages/acme/@repo@/lib", ""), ("GET", "packages/acme/@repo@/none", ""), (
                "PATCH", "packages/acme/@repo@/lib", "{}"),
            ("DELETE", "packages/acme/@repo@/lib", ""), ("GET", "packages/acme/@repo@/lib/files", ""), (
                "GET", "packages/acme/@repo@/lib/files?include_unpublished=1", ""),
            ("GET", "packages/acme/@repo@/lib/attributes", ""), ("POST", "packages/acme/@repo@/lib/attributes", "[]"), (
                "PATCH", "packages/acme/@repo@/lib/attributes", "[]"), ("DELETE", "packages/acme/@repo@/lib/attributes", ""),
            ("GET", "packages/acme/@repo@/lib/readme", ""), ("POST", "packages/acme/@repo@/lib/readme", "{}"), (
                "GET", "packages/acme/@repo@/lib/release_notes", ""),
            ("POST", "packages/acme/@repo@/lib/versions", """{"name":"2"}"""), ("GET", "packages/acme/@repo@/lib/versions/1.0", ""), (
                "HEAD", "packages/acme/@repo@/lib/versions/1.0", ""),
            ("GET", "packages/acme/@repo@/lib/versions/_latest", ""), ("GET", "packages/acme/@repo@/lib/versions/1.0/files", ""), (
                "GET", "packages/acme/@repo@/lib/versions/1.0/attributes", ""),
            ("GET", "packages/acme/@repo@/lib/versions/_latest/attributes", ""), (
                "GET",
                "packages/acme/@repo@/lib/versions/1.0/readme",
                ""), ("GET", "packages/acme/@repo@/lib/versions/1.0/release_notes", ""),
            ("GET", "files/acme/@repo@/a/attributes", ""), (
                "GET",
                "files/acme/@repo@/a/readme",
                ""), ("GET", "file_package/acme/@repo@/a", ""), ("GET", "file_version/acme/@repo@/a", ""),
            ("PUT", "file_metadata/acme/@repo@/a", "{}"), ("PUT", "content/acme/@repo@/lib/1.0/b", "x"), (
                "PUT", "maven/acme/@repo@/lib/g/a/1/a-1.jar", "x"), ("DELETE", "content/acme/@repo@/a", ""),
            ("GET", "content/acme/@repo@/a", ""), (
                "POST",
                "content/acme/@repo@/lib/1.0/publish",
                "{}"), ("POST", "gpg/acme/@repo@/lib/versions/1.0", "{}"), ("POST", "calc_metadata/acme/@repo@", ""),
            ("GET", "dl/acme/@repo@/a", ""), ("HEAD", "dl/acme/@repo@/a", ""), ("GET", "dl/acme/@repo@/none", ""), (
                "GET", "dl/acme/@repo@/a?include_unpublished=1", ""), ("GET", "dl/acme/@repo@/", ""),
            ("GET", "acme/@repo@/a", ""), ("GET", "maven/acme/@repo@/lib/a", ""), (
                "GET", "maven/acme/@repo@/lib/g/a/maven-metadata.xml", ""),
            ("POST", "search/attributes/acme/@repo@", "[]"), (
                "POST", "search/attributes/acme/@repo@/lib/versions", "[]"), ("POST", "files/acme/@repo@/search/attributes", "[]"),
            ("GET", "search/repos?name=@repo@", ""), ("GET", "search/packages?name=lib&repo=@repo@", ""), (
                "GET", "search/packages/maven?g=*&repo=@repo@", ""), ("GET", "search/file?name=a&repo=@repo@&subject=acme", ""),
            ("GET", "repos/acme/@repo@/entitlements", ""), (
                "GET",
                "packages/acme/@repo@/lib/stats/total_downloads",
                ""), ("GET", "packages/acme/@repo@/lib/images/download.svg", ""), ("OPTIONS", "repos/acme/@repo@", ""),
        }.Select(call => new object[] { call.Method, call.Path, call.Body }),
    ];

    [TestMethod]
    public async Task A_private_repository_and_one_that_is_not_there_get_the_same_answer_from_every_call()
    {
        await using var server = await RunningServer.StartWithPackageAsync(settings => settings with { RateLimit = 100_000 });
        Assert.AreEqual(201, (await server.SendAsync("POST", "repos/acme/secret", """{"private":true,"type":"maven"}""")).Status);
        Assert.AreEqual(201, (await server.SendAsync("POST", "packages/acme/secret", """{"name":"lib"}""")).Status);
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/secret/lib/1.0/a?publish=1", "a")).Status);
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/secret/lib/1.0/pending", "b")).Status);
        var wrong = new List<string>();
        foreach (var (who, http) in new[] { ("nobody", server.Anonymous), (
            "a stranger", server.As("stranger", ("other", Role.Admin))), ("a twin", server.As("twin", ("Acme", Role.Admin))) })
        {
            foreach (var call in Calls)
            {
                var (method, path, body) = ((string)call[0], (string)call[1], (string)call[2]);
                var secret = await AnswerAsync(http, method, path, body, "secret");
                var absent = await AnswerAsync(http, method, path, body, "absent");
                if (secret != absent)
                {
                    wrong.Add($"{who}: {method} {path}\n  {secret}\n  {absent}");
                }
            }
        }

        Assert.AreEqual(0, wrong.Count, string.Join('\n', wrong));
    }

    [TestMethod]
    public async Task A_subject_that_differs_only_in_letter_case_has_nothing_of_the_other_and_learns_nothing_of_it()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", "repos/acme/secret", """{"private":true}""");
        using var twin = server.As("twin", ("Acme", Role.Admin));
        foreach (var path in new[] { "repos/Acme/secret", "repos/Acme/tools", "packages/Acme/tools/lib" })
        {
            Assert.AreEqual(404, (await twin.SendAsync("GET", path)).Status, path);
        }

        Assert.AreEqual("[]", (await twin.SendAsync("GET", "repos/Acme")).Body);
        foreach (var name in new[] { "secret", "tools", "absent" })
        {
            var refused = await twin.SendAsync("POST", "repos/Acme/" + name, "{}");
            Assert.AreEqual(409, refused.Status, name);
            Assert.AreEqual(
                """{"message":"subject 'Acme' cannot be used: it differs from another subject only in letter case"}""", refused.Body);
        }

        Assert.AreEqual(403, (await twin.SendAsync("DELETE", "repos/acme/secret")).Status);
        Assert.AreEqual(201, (await server.SendAsync("POST", "repos/acme/absent", "{}")).Status);
    }

    /// <summary>Status, headers and body, with the name that was asked for taken out.</summary>
    private static async Task<string> AnswerAsync(HttpClient http, string method, string path, string body, string name)
    {
        var reply = await http.SendAsync(method, path.Replace(Place, name, StringComparison.Ordinal), body.Length == 0 ? null : body);
        var headers = reply.Message.Headers.Concat(reply.Message.Content.Headers)
            .Where(header => header.Key is not ("Date" or "X-RateLimit-Remaining"))
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}");
        return $"{reply.Status} {string.Join(" | ", headers.Order(StringComparer.Ordinal))} "
            + $"{reply.Body.Replace(name, Place, StringComparison.Ordinal)}";
    }
}
