using System.Text.Json;

namespace BintrayPush.Server.Tests.Uploads;

/// <summary>The calls for releases that several machines stage, as they are on the wire (docs/server.md, "Legs").</summary>
[TestClass]
public sealed class LegCallTests
{
    /// <summary>Of the text "a".</summary>
    private const string Sha256 = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    private const string Seal = """{"legs":["win"]}""";

    [TestMethod]
    public async Task A_leg_is_recorded_shown_sealed_and_gone()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "a")).Status);
        var leg = Leg("1.0", $$"""{"path":"a","sha256":"{{Sha256.ToUpperInvariant()}}","size":1}""");

        var staged = await server.SendAsync("PUT", "releases/acme/17/legs/win", leg);

        Assert.AreEqual(200, staged.Status, staged.Body);
        using var release = JsonDocument.Parse(staged.Body);
        Assert.AreEqual("17 open win 1", string.Join(
            ' ',
            release.RootElement.GetProperty("id"),
            release.RootElement.GetProperty("state"),
            release.RootElement.GetProperty("legs")[0].GetProperty("name"),
            release.RootElement.GetProperty("legs")[0].GetProperty("files")));
        Assert.AreEqual(staged.Body, (await server.SendAsync("GET", "releases/acme/17")).Body);
        Assert.AreEqual($"[{staged.Body}]", (await server.SendAsync("GET", "releases/acme")).Body);
        StringAssert.Contains((await server.SendAsync("GET", "releases/acme/17/legs/WIN")).Body, $"\"sha256\":\"{Sha256}\"");
        Assert.AreEqual(404, (await server.SendAsync("GET", "releases/acme/17/legs/mac")).Status);

        Assert.AreEqual("""{"files":1,"was_sealed":false}""", (await server.SendAsync("POST", "releases/acme/17/seal", Seal)).Body);
        Assert.AreEqual("""{"files":0,"was_sealed":true}""", (await server.SendAsync("POST", "releases/acme/17/seal", Seal)).Body);
        Assert.AreEqual(404, (await server.SendAsync("GET", "releases/acme/17/legs/win")).Status);
        var refused = await server.SendAsync("DELETE", "releases/acme/17");
        Assert.AreEqual(409, refused.Status);
        StringAssert.StartsWith(refused.Body, """{"message":"BTP4056: """);
    }

    [TestMethod]
    [DataRow("releases/acme/..%2F..%2Fusers/legs/win", "")]
    [DataRow("releases/acme/a%20b/legs/win", "")]
    [DataRow("releases/acme/17/legs/%2e%2e", "")]
    [DataRow("releases/acme/17/legs/w%0ain", "")]
    [DataRow("releases/acme/17/legs/win", "")]
    [DataRow("releases/acme/17/legs/win", "[]")]
    [DataRow("releases/acme/17/legs/win", """{"versions":{}}""")]
    [DataRow("releases/acme/17/legs/win", """{"versions":[]}""")]
    [DataRow("releases/acme/17/legs/win", """{"versions":[1]}""")]
    [DataRow("releases/acme/17/legs/win", """{"versions":[{"repo":"tools","package":"lib","version":"1.0"}]}""")]
    [DataRow("releases/acme/17/legs/win", """{"versions":[{"repo":"tools","package":"lib","version":"1.0","files":[]}]}""")]
    [DataRow("releases/acme/17/legs/win", """{"versions":[{"repo":"../x","package":"lib","version":"1.0","files":[]}]}""")]
    [DataRow("path", """{"path":"../a","sha256":"*","size":1}""")]
    [DataRow("path", """{"path":"a","sha256":"abc","size":1}""")]
    [DataRow("path", """{"path":"a","sha256":"*","size":-1}""")]
    [DataRow("path", """{"path":"a","sha256":"*","size":1e300}""")]
    [DataRow("path", """{"path":"a","sha256":"*","size":"1"}""")]
    [DataRow("path", """{"path":"a","sha256":"*"}""")]
    [DataRow("path", """{"path":7,"sha256":"*","size":1}""")]
    public async Task What_makes_no_sense_is_refused_and_nothing_is_recorded(string path, string body)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "a")).Status);
        var (where, what) = path == "path"
            ? ("releases/acme/17/legs/win", Leg("1.0", body.Replace("*", Sha256, StringComparison.Ordinal)))
            : (path, body);

        var answer = await server.SendAsync("PUT", where, what);

        Assert.IsTrue(answer.Status is 400 or 404 or 405, $"{answer.Status} {answer.Body}");
        Assert.AreEqual("[]", (await server.SendAsync("GET", "releases/acme")).Body);
    }

    [TestMethod]
    public async Task A_leg_says_truly_how_large_its_files_are()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "a")).Status);

        var answer = await server.SendAsync(
            "PUT", "releases/acme/17/legs/win", Leg("1.0", $$"""{"path":"a","sha256":"{{Sha256}}","size":2}"""));

        Assert.AreEqual(409, answer.Status);
        StringAssert.Contains(answer.Body, "BTP4053");
    }

    [TestMethod]
    public async Task What_a_release_takes_is_bounded()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "a")).Status);
        var leg = Leg("1.0", $$"""{"path":"a","sha256":"{{Sha256}}","size":1}""");
        for (var i = 0; i < 100; i++)
        {
            Assert.AreEqual(200, (await server.SendAsync("PUT", $"releases/acme/17/legs/l{i}", leg)).Status);
        }

        StringAssert.Contains((await server.SendAsync("PUT", "releases/acme/17/legs/more", leg)).Body, "BTP4059");
        Assert.AreEqual(200, (await server.SendAsync("PUT", "releases/acme/17/legs/l7", leg)).Status);
        Assert.AreEqual(413, (await server.SendAsync("PUT", "releases/acme/18/legs/win", new string(' ', (16 << 20) + 1))).Status);
        Assert.AreEqual(400, (await server.SendAsync("PUT", $"releases/acme/{new string('9', 201)}/legs/win", leg)).Status);
    }

    private static string Leg(string version, string file) =>
        $$"""{"versions":[{"repo":"tools","package":"lib","version":"{{version}}","files":[{{file}}]}]}""";
}
