namespace BintrayPush.Server.Tests.Catalog;

/// <summary>Protocol reference, sections 1.3, 3, 4, 6 and 7.</summary>
[TestClass]
public sealed class SearchTests
{
    [TestMethod]
    public async Task Lists_come_in_pages_with_their_headers()
    {
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync("POST", "repos/acme/tools", "{}");
        Range(await server.SendAsync("GET", "repos/acme/tools/packages"), 0, 0, -1, 0);
        await Task.WhenAll(
            Enumerable.Range(0, 53)
                .Select(i => server.SendAsync("POST", "packages/acme/tools", $$"""{"name":"p{{i:00}}","desc":"package {{i}}"}""")));

        var first = await server.SendAsync("GET", "repos/acme/tools/packages");
        Range(first, 53, 0, 49, 50);
        Assert.AreEqual("""{"name":"p00","linked":false}""", first.Json[0].GetRawText());
        Range(await server.SendAsync("GET", "repos/acme/tools/packages?start_pos=50"), 53, 50, 52, 3);
        Range(await server.SendAsync("GET", "repos/acme/tools/packages?start_name=p1"), 10, 0, 9, 10);
        Range(await server.Anonymous.SendAsync("GET", "search/packages?name=p&subject=acme&start_pos=50"), 53, 50, 52, 3);
        Range(await server.Anonymous.SendAsync("GET", "search/packages?name=p0*"), 10, 0, 9, 10);
        Range(await server.Anonymous.SendAsync("GET", "search/packages?desc=package%204"), 11, 0, 10, 11);
        Range(await server.Anonymous.SendAsync("GET", "search/packages?name=none"), 0, 0, -1, 0);
        Assert.AreEqual(400, (await server.Anonymous.SendAsync("GET", "search/packages")).Status);
    }

    [TestMethod]
    public async Task Files_are_found_by_name_by_checksum_and_by_date_and_only_public_ones()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", "repos/acme/secret", """{"private":true}""");
        await server.SendAsync("POST", "packages/acme/secret", """{"name":"lib"}""");
        foreach (
            var path in new[] { "tools/lib/1.0/x/a.jar?publish=1", "tools/lib/1.0/y/b.jar?publish=1", "tools/lib/1.0/c.zip?publish=1", "tools/lib/1.0/d.jar", "secret/lib/1.0/e.jar?publish=1" })
        {
            Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/" + path, path[..10])).Status);
        }

        async Task FindsAsync(string query, params string[] names)
        {
            var reply = await server.SendAsync("GET", query);
            Range(reply, names.Length, 0, names.Length - 1, names.Length);
            CollectionAssert.AreEqual(
                names, reply.Json.EnumerateArray().Select(file => file.GetProperty("name").GetString()).ToArray(), query);
        }

        await FindsAsync("api/v1//search/file/?name=*.jar", "a.jar", "b.jar");
        await FindsAsync("search/file?name=?.jar&subject=acme&repo=tools", "a.jar", "b.jar");
        await FindsAsync("search/file?name=a.jar", "a.jar");
        await FindsAsync("search/file?name=a", []);
        await FindsAsync("search/file?name=*&repo=secret", []);
        await FindsAsync("search/file?name=*&created_after=2020-01-01T00:00:00.000Z", "c.zip", "a.jar", "b.jar");
        await FindsAsync("search/file?name=*&created_after=2999-01-01", []);
        var sha1 = (await server.SendAsync("GET", "search/file?name=c.zip")).Json[0].GetProperty("sha1").GetString()!;
        // All three begin alike, so their bytes are the same.
        await FindsAsync("search/file/?sha1=" + sha1.ToUpperInvariant(), "c.zip", "a.jar", "b.jar");
        await FindsAsync("search/file?sha=" + sha1 + "&subject=bintray&repo=jcenter", []);
        Assert.AreEqual(400, (await server.SendAsync("GET", "search/file")).Status);
    }

    [TestMethod]
    public async Task Repositories_and_users_are_searched_by_the_logged_in()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", "search/repos?name=tools")).Status);
        var repos = await server.SendAsync("GET", "search/repos?name=tool");
        Range(repos, 1, 0, 0, 1);
        Assert.AreEqual("tools", repos.Json[0].GetProperty("name").GetString());
        Assert.AreEqual(400, (await server.SendAsync("GET", "search/repos")).Status);
        Range(await server.SendAsync("GET", "search/users?name=jo"), 1, 0, 0, 1);
        Range(await server.SendAsync("GET", "users/joe/followers"), 0, 0, -1, 0);
    }

    [TestMethod]
    [DataRow("""[{"os":["linux"]}]""", "one")]
    [DataRow("""[{"os":["windows","mac"]}]""", "two,three")]
    [DataRow("""[{"os":["windows","linux"]}]""", "one,two")]
    [DataRow("""[{"many":["a","b"]}]""", "three")]
    [DataRow("""[{"many":["a","z"]}]""", "")]
    [DataRow("""[{"score":"[1,3]"}]""", "one,two,three")]
    [DataRow("""[{"score":"[1,3["}]""", "one,two")]
    [DataRow("""[{"score":"]1,]"}]""", "two,three")]
    [DataRow("""[{"score":"[,2]"}]""", "one,two")]
    [DataRow("""[{"score":[2.0]}]""", "two")]
    [DataRow("""[{"since":"]2020-01-01,]"}]""", "two")]
    [DataRow("""[{"os":["linux"]},{"score":[1]}]""", "one")]
    [DataRow("""[{"os":["linux"]},{"score":[2]}]""", "")]
    [DataRow("""{"os":"linux"}""", "one")]
    public async Task Attributes_are_searched_by_values_and_ranges(string query, string expected)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        (string Name, string Attributes)[] all =
        [
            ("one", """[{"name":"os","values":["linux"]},{"name":"score","values":[1]},{"name":"since","values":["2019-06-01T00:00:00Z"],"type":"date"}]"""),
            ("two", """[{"name":"os","values":["windows"]},{"name":"score","values":[2]},{"name":"since","values":["2020-06-01T00:00:00Z"],"type":"date"}]"""),
            ("three", """[{"name":"os","values":["mac"]},{"name":"score","values":[3]},{"name":"many","values":["a","b","c"]}]"""),
        ];
        foreach (var (name, attributes) in all)
        {
            await server.SendAsync("PUT", $"content/acme/tools/lib/{name}/{name}?publish=1", name);
            await server.SendAsync("POST", $"packages/acme/tools/lib/versions/{name}/attributes", attributes);
            await server.SendAsync("POST", $"files/acme/tools/{name}/attributes", attributes);
            await server.SendAsync("POST", "packages/acme/tools", $$"""{"name":"{{name}}"}""");
            await server.SendAsync("POST", $"packages/acme/tools/{name}/attributes", attributes);
        }

        foreach (
            var path in new[] { "search/attributes/acme/tools", "search/attributes/acme/tools/lib/versions", "files/acme/tools/search/attributes" })
        {
            var reply = await server.SendAsync("POST", path + "?attribute_values=1", query);
            Assert.AreEqual(200, reply.Status, reply.Body);
            Assert.IsNotNull(reply.Header("X-RangeLimit-Total"));
            CollectionAssert.AreEquivalent(
                expected.Split(',', StringSplitOptions.RemoveEmptyEntries), reply.Json.EnumerateArray()
                    .Select(hit => hit.GetProperty("name").GetString()).ToArray(), path);
        }
    }

    [TestMethod]
    public async Task Maven_packages_are_found_by_group_and_artifact()
    {
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync("POST", "repos/acme/maven", """{"type":"maven"}""");
        await server.SendAsync("POST", "packages/acme/maven", """{"name":"lib"}""");
        await server.SendAsync("PUT", "maven/acme/maven/lib/org/acme/lib/1.0/lib-1.0.jar;publish=1", "jar");
        foreach (var (
            query,
            count) in new[] { ("g=org.acme&a=lib", 1), ("g=org.*", 1), ("a=other", 0), ("q=acme", 1), (
                "g=org.acme&subject=acme&repo=maven", 1) })
        {
            Range(await server.Anonymous.SendAsync("GET", "search/packages/maven?" + query), count, 0, count - 1, count);
        }

        Assert.AreEqual(
            """["org.acme:lib"]""",
            (await server.SendAsync("GET", "search/packages/maven?a=lib")).Json[0].GetProperty("system_ids").GetRawText());
    }

    private static void Range(Reply reply, int total, int start, int end, int count)
    {
        Assert.AreEqual(200, reply.Status, reply.Body);
        Assert.AreEqual(
            $"{total} {start} {end}",
            $"{reply.Header("X-RangeLimit-Total")} {reply.Header("X-RangeLimit-StartPos")} {reply.Header("X-RangeLimit-EndPos")}");
        Assert.AreEqual(count, reply.Json.GetArrayLength());
    }
}
