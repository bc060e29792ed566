using System.IO.Compression;
using System.Text;
using BintrayPush.Feed.Tests;

namespace BintrayPush.Server.Tests.Feeds;

/// <summary>
/// By whatever call of Bintray's protocol it comes: what has the name of a package and is none is refused by a NuGet repository, and
/// nothing of it is kept.
/// </summary>
[TestClass]
public sealed class UnsoundUploadTests
{
    private static readonly Nupkg Lib = Nupkg.Make("Acme.Lib", "1.0.0");

    private static readonly Nupkg Symbols = Nupkg.Make(
        "Acme.Lib", "1.0.0", "<packageTypes><packageType name=\"SymbolsPackage\" /></packageTypes>", ("lib/net10.0/_._", ""));

    private static readonly Dictionary<string, byte[]> Contents = new()
    {
        ["text"] = Encoding.UTF8.GetBytes("no package"),
        ["empty"] = [],
        ["cut off"] = Lib.Bytes[..^20],
        ["damaged inside"] = Damaged(),
        ["symbols"] = Symbols.Bytes,
        ["package"] = Lib.Bytes,
    };

    [TestMethod]
    [DataRow("Acme.Lib.1.0.0.nupkg", "text", "no zip archive")]
    [DataRow("Acme.Lib.1.0.0.nupkg", "empty", "no zip archive")]
    [DataRow("deep/ACME.LIB.1.0.0.NUPKG", "cut off", "no zip archive")]
    [DataRow("Acme.Lib.1.0.0.nupkg", "damaged inside", "words.txt")]
    [DataRow("Acme.Lib.1.0.0.nupkg", "symbols", "it is the symbol package of 'Acme.Lib', and no package")]
    [DataRow("Acme.Lib.1.0.0.snupkg", "package", "packageType SymbolsPackage")]
    [DataRow("Acme.Lib.1.0.0.snupkg", "symbols", "no debug information")]
    public async Task What_has_the_name_of_a_package_and_is_none_is_refused(string path, string content, string words)
    {
        await using var scene = await FeedScene.StartAsync();
        Assert.AreEqual(201, (await scene.Server.SendAsync("POST", "packages/acme/nuget", """{"name":"Acme.Lib"}""")).Status);
        foreach (var call in (string[])[
            $"content/acme/nuget/Acme.Lib/1.0.0/{path}?publish=1", $"content/acme/nuget/Acme.Lib/1.0.0/{path}"])
        {
            var (status, body) = await PutAsync(scene, call, Contents[content]);

            Assert.AreEqual(400, status, $"{call}: {body}");
            StringAssert.Contains(body, "is not taken as a NuGet package: ");
            StringAssert.Contains(body, words);
        }

        var exploded = await PutAsync(scene, "content/acme/nuget/Acme.Lib/1.0.0/a.zip?explode=1&publish=1", Zip(path, Contents[content]));
        Assert.AreEqual(400, exploded.Status, exploded.Body);
        StringAssert.Contains(exploded.Body, words);
        Assert.AreEqual("[]", (await scene.Server.SendAsync("GET", "packages/acme/nuget/Acme.Lib/files?include_unpublished=1")).Body);
        Assert.AreEqual(404, (await scene.Server.Anonymous.SendAsync("GET", $"dl/acme/nuget/{path}")).Status);
        Assert.AreEqual("", await scene.SearchAsync("q=acme"));
    }

    [TestMethod]
    [DataRow("nuget", "notes.txt", "text")]
    [DataRow("nuget", "Acme.Lib.1.0.0.symbols.nupkg", "symbols")]
    [DataRow("nuget", "by/another/name.nupkg", "package")]
    [DataRow("files", "Acme.Lib.1.0.0.nupkg", "text")]
    public async Task Other_files_other_names_and_other_repositories_are_taken_as_they_are(string repository, string path, string content)
    {
        await using var scene = await FeedScene.StartAsync();
        Assert.AreEqual(201, (await scene.Server.SendAsync("POST", "repos/acme/files", "{}")).Status);
        await scene.Server.SendAsync("POST", $"packages/acme/{repository}", """{"name":"Acme.Lib"}""");

        var (status, body) = await PutAsync(scene, $"content/acme/{repository}/Acme.Lib/1.0.0/{path}?publish=1", Contents[content]);

        Assert.AreEqual(201, status, body);
        CollectionAssert.AreEqual(Contents[content], await scene.Server.Anonymous.GetByteArrayAsync($"dl/acme/{repository}/{path}"));
    }

    private static async Task<(int Status, string Body)> PutAsync(FeedScene scene, string call, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        using var answer = await scene.Server.Http.PutAsync(call, content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A package with an entry that nobody reads, in which a bit has changed.</summary>
    private static byte[] Damaged()
    {
        const string Words = "words that are not compressed";
        var bytes = Nupkg.Make("Acme.Lib", "1.0.0", "", ("words.txt", Words)).Bytes;
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("words.txt"));
        bytes[at + "words.txt".Length + 4] ^= 1;
        return bytes;
    }

    private static byte[] Zip(string name, byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(content);
        }

        return bytes.ToArray();
    }
}
