namespace BintrayPush.Server.Tests.Hostile;

/// <summary>Names that look hostile and are legal: they are names of files like any other, inside the data folder.</summary>
[TestClass]
public sealed class OddNameTests
{
    private static readonly string[] Names =
    [
        "CON",
        "nul.txt",
        "aux/com1",
        "lpt9.tar.gz",
        "PRN .txt",
        "CLOCK$",
        "ab:c",
        "file::$DATA",
        "...",
        "..a",
        "a..",
        ".../evil",
        "trailing.",
        "~",
        "~root",
        "-rf",
        "$(touch evil)",
        "`id`",
        "a;b",
        "a|b",
        "*",
        "?",
        "%2e%2e%2fevil",
        "%252e%252e/evil",
        "..%2fevil",
        ".git/config",
        "user/joe.json",
        "tmp/x",
        "lock/00",
        "repo/acme/tools.json",
        "\u202etxt.exe",
        "\uff0e\uff0e\uff0fevil",
        "\u2024\u2024/evil",
    ];

    [TestMethod]
    public async Task Each_is_stored_as_what_it_is_by_upload_and_by_archive_and_nothing_else_changes()
    {
        var parent = Directory.CreateTempSubdirectory("bintray-odd-").FullName;
        var data = Path.Combine(parent, "data");
        await using (var server = await RunningServer.StartAsync(folder: data))
        {
            await server.SendAsync("POST", "repos/acme/tools", "{}");
            await server.SendAsync("POST", "packages/acme/tools", """{"name":"lib"}""");
            foreach (var name in Names)
            {
                var path = string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
                var reply = await server.PutRawAsync($"/content/acme/tools/lib/1.0/put/{path}", name);
                StringAssert.StartsWith(reply, "HTTP/1.1 201 ", StringComparison.Ordinal, $"{name}: {reply}");
            }

            using var request = new HttpRequestMessage(HttpMethod.Put, "content/acme/tools/lib/1.0/zip?explode=1")
            {
                Content = new ByteArrayContent(
                    HostileArchives.Zip([.. Names.Select(name => (name, System.Text.Encoding.UTF8.GetBytes(name)))])),
            };
            Assert.AreEqual(201, (await server.Http.ReplyAsync(request)).Status);
            Assert.AreEqual(200, (await server.SendAsync("POST", "content/acme/tools/lib/1.0/publish", "")).Status);

            var listed = (await server.SendAsync("GET", "packages/acme/tools/lib/files")).Json.EnumerateArray()
                .Select(file => file.GetProperty("path").GetString()).ToArray();
            CollectionAssert.AreEquivalent(Names.SelectMany(name => new[] { "put/" + name, "zip/" + name }).ToArray(), listed);
            foreach (var name in Names)
            {
                var path = string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
                var reply = await server.RawAsync($"GET /dl/acme/tools/zip/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                StringAssert.EndsWith(reply, "\r\n\r\n" + name, StringComparison.Ordinal, $"{name}: {reply}");
            }
        }

        CollectionAssert.AreEqual(new[] { data }, Directory.GetFileSystemEntries(parent));
        CollectionAssert.AreEqual(
            new[] { "joe.json" }, new DirectoryInfo(Path.Combine(data, "user")).GetFileSystemInfos().Select(file => file.Name).ToArray());
        Directory.Delete(parent, recursive: true);
    }
}
