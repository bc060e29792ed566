using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using BintrayPush.Storage.Archives;

namespace BintrayPush.Server.Tests.Uploads;

/// <summary>Protocol reference 8.3.</summary>
[TestClass]
public sealed class ExplodeTests
{
    // What bzip2 makes of a tar with index.html and ./css/a.css; pbzip2 writes several streams. The third holds "hello".
    private const string TarBz2 =
        "QlpoOTFBWSZTWfwoJpAAAI77gMmAABBAAe2FAwBuZ15KCBggAHQSlMQI0PU00Y0mNTPRQSigBoDQAAA+3zYDo1QA8gREEKKuBowFemJCEQQUBU"
        + "jOCvwwLASwoBCEGiDR/b3m8Y4zdWUVk/Lggp4YsW6rUvSORicEhhJSX2foRA/i7kinChIfhQTSAA==";
    private const string TarBz2InTwoStreams =
        "QlpoOTFBWSZTWRIEyYYAACPbiMmAQAFNhQEAZmdeQAIACAAgAFRjTEMCNMAan6glTTUek0000AAGkJooEeJQFizAgJ5JRyoOMHuHtdS2jK33VQWayBJK2AB+H7aF3JFOFCQEgTJh"
        + "gEJaaDkxQVkmU1mYf9XxAAADf4DJgAAQQAHlgCAAAgBoAF4KCAggAFQ0nqmmjNRo0ehMgklGj1MjRoMgfFZFzsAHuCARrbaI2ccU"
        + "kDAxbis6UcTuCBigPK0PrQg5GupzOY+GDimVAQD8XckU4UJCYf9XxA==";
    private const string HelloBz2 = "QlpoOTFBWSZTWRkxZT0AAACBAAJEoAAhmmgzTQczi7kinChIDJiynoA=";

    [TestMethod]
    [DataRow("zip")]
    [DataRow("tar")]
    [DataRow("tar.gz")]
    public async Task An_archive_becomes_its_files_below_the_path(string kind)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var archive = Archive(kind, ("index.html", "<p>"), ("./css/a.css", "p {}"), ("folder/", ""));

        Assert.AreEqual(201, await PutAsync(server, "content/acme/tools/lib/1.0/site/?explode=1&publish=1", archive));

        CollectionAssert.AreEqual(new[] { "site/css/a.css", "site/index.html" }, await PathsAsync(server));
        Assert.AreEqual("p {}", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/site/css/a.css")).Body);
    }

    [TestMethod]
    [DataRow("content/acme/tools/lib/1.0/php-8.0/a.zip?explode=1&publish=1", "zip", "php-8.0/")]
    [DataRow("content/acme/tools/lib/1.0/php-8.0/a.tar;explode=1;publish=1", "tar", "php-8.0/")]
    [DataRow("content/acme/tools/lib/1.0/php-8.0/a.tar.gz?explode=1&publish=1", "tar.gz", "php-8.0/")]
    [DataRow("content/acme/tools/lib/1.0/php-8.0/a.TGZ?explode=1&publish=1", "tar.gz", "php-8.0/")]
    [DataRow("content/acme/tools/lib/1.0/php-8.0/;explode=1;publish=1/a.tar.bz2", "tar.bz2", "php-8.0/")]
    [DataRow("content/acme/tools/lib/1.0/php-8.0/a.tbz2?explode=1&publish=1", "tar.bz2 in two streams", "php-8.0/")]
    [DataRow("content/acme/tools/lib/1.0/a.zip?explode=1&publish=1", "zip", "")]
    [DataRow("content/acme/tools/a.zip;bt_package=lib;bt_version=1.0;explode=1;publish=1", "zip", "")]
    [DataRow("content/acme/tools/lib/1.0/php-8.0/a.zip/?explode=1&publish=1", "zip", "php-8.0/a.zip/")]
    [DataRow("content/acme/tools/lib/1.0/php-8.0/?explode=1&publish=1", "zip", "php-8.0/")]
    [DataRow("content/acme/tools/lib/1.0/php-8.0?explode=1&publish=1", "tar.bz2", "php-8.0/")]
    public async Task An_archive_becomes_its_files_beside_it(string target, string kind, string folder)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var archive = kind switch
        {
            "tar.bz2" => Convert.FromBase64String(TarBz2),
            "tar.bz2 in two streams" => Convert.FromBase64String(TarBz2InTwoStreams),
            _ => Archive(kind, ("index.html", "<p>"), ("./css/a.css", "p {}")),
        };

        Assert.AreEqual(201, await PutAsync(server, target, archive));

        CollectionAssert.AreEqual(new[] { $"{folder}css/a.css", $"{folder}index.html" }, await PathsAsync(server));
        Assert.AreEqual("p {}", (await server.Anonymous.SendAsync("GET", $"dl/acme/tools/{folder}css/a.css")).Body);
        Assert.AreEqual("<p>", (await server.Anonymous.SendAsync("GET", $"dl/acme/tools/{folder}index.html")).Body);
    }

    [TestMethod]
    public async Task A_bz2_that_is_damaged_anywhere_is_refused_and_one_that_unpacks_to_too_much_too()
    {
        await using var server = await RunningServer.StartWithPackageAsync(
            settings => settings with { Archives = new ArchiveLimits { Entries = 10, FreeBytes = 10_000, Ratio = 20 } });
        var bytes = Convert.FromBase64String(TarBz2);
        for (var at = 4; at < bytes.Length; at++)
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= 0x10;
            Assert.AreEqual(400, await PutAsync(server, "content/acme/tools/lib/1.0/site?explode=1", damaged), $"byte {at}");
            Assert.AreEqual(400, await PutAsync(server, "content/acme/tools/lib/1.0/site?explode=1", bytes[..at]), $"{at} bytes");
        }

        Assert.AreEqual(
            400, await PutAsync(server, "content/acme/tools/lib/1.0/site?explode=1", bytes), "10 KB are more than it may become");
        Assert.AreEqual(404, (await server.SendAsync("GET", "packages/acme/tools/lib/versions/1.0")).Status);
    }

    [TestMethod]
    public async Task A_plain_bz2_becomes_the_file_its_path_names()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(
            201,
            await PutAsync(server, "content/acme/tools/lib/1.0/docs/a.txt.bz2;explode=1;publish=1", Convert.FromBase64String(HelloBz2)));
        Assert.AreEqual("hello", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/docs/a.txt")).Body);
    }

    [TestMethod]
    public async Task The_path_may_be_empty_with_coordinates_in_headers()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "content/acme/tools/")
        {
            Content = new ByteArrayContent(Archive("zip", ("a/b", "1"))),
        };
        request.Headers.Add("X-Bintray-Package", "lib");
        request.Headers.Add("X-Bintray-Version", "1.0");
        request.Headers.Add("X-Bintray-Explode", "1");
        Assert.AreEqual(201, (await server.Http.ReplyAsync(request)).Status);
        CollectionAssert.AreEqual(new[] { "a/b" }, await PathsAsync(server));
    }

    [TestMethod]
    public async Task A_plain_gz_becomes_the_file_its_path_names()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var bytes = new MemoryStream();
        using (var gz = new GZipStream(bytes, CompressionMode.Compress))
        {
            gz.Write("hello"u8);
        }

        Assert.AreEqual(201, await PutAsync(server, "content/acme/tools/lib/1.0/docs/a.txt.gz;explode=1;publish=1", bytes.ToArray()));
        Assert.AreEqual("hello", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/docs/a.txt")).Body);
        Assert.AreEqual(400, await PutAsync(server, "content/acme/tools/lib/1.0/docs;explode=1", bytes.ToArray()));
    }

    [TestMethod]
    [DataRow("../evil")]
    [DataRow("a/../../evil")]
    [DataRow("/etc/evil")]
    [DataRow("C:/evil")]
    [DataRow("a\\..\\evil")]
    [DataRow("a\u0001b")]
    [DataRow("GOOD")]
    public async Task One_name_that_would_leave_its_place_refuses_the_whole_archive(string name)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        foreach (var kind in new[] { "zip", "tar", "tar.gz" })
        {
            Assert.AreEqual(
                400, await PutAsync(server, "content/acme/tools/lib/1.0/site?explode=1", Archive(kind, ("good", "1"), (name, "2"))), kind);
        }

        Assert.AreEqual(404, (await server.SendAsync("GET", "packages/acme/tools/lib/versions/1.0")).Status);
    }

    [TestMethod]
    public async Task Links_and_devices_in_an_archive_are_refused()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        foreach (var type in new[] { TarEntryType.SymbolicLink, TarEntryType.HardLink, TarEntryType.Fifo })
        {
            var bytes = new MemoryStream();
            using (var writer = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
            {
                var entry = new PaxTarEntry(type, "link");
                if (type != TarEntryType.Fifo)
                {
                    entry.LinkName = "/etc/passwd";
                }

                writer.WriteEntry(entry);
            }

            Assert.AreEqual(400, await PutAsync(server, "content/acme/tools/lib/1.0/site?explode=1", bytes.ToArray()));
        }
    }

    [TestMethod]
    [DataRow("zip")]
    [DataRow("tar.gz")]
    public async Task A_bomb_is_refused_while_it_unpacks(string kind)
    {
        await using var server = await RunningServer.StartWithPackageAsync(
            settings => settings with { Archives = new ArchiveLimits { Entries = 10, FreeBytes = 100_000, Ratio = 20 } });
        Assert.AreEqual(
            400, await PutAsync(server, "content/acme/tools/lib/1.0/site?explode=1", Archive(kind, ("zeros", new string('0', 2_000_000)))));
        var many = Enumerable.Range(0, 11).Select(i => ($"f{i}", "")).ToArray();
        Assert.AreEqual(400, await PutAsync(server, "content/acme/tools/lib/1.0/site?explode=1", Archive(kind, many)));
        Assert.AreEqual(201, await PutAsync(server, "content/acme/tools/lib/1.0/site?explode=1", Archive(kind, many[..10])));
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task An_archive_on_its_way_lies_in_the_data_folder_and_nowhere_else()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var archive = Archive("zip", ("a", RandomNumberGenerator.GetHexString(5_000_000)));
        var arrived = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(Path.Combine(server.Folder, "tmp")) { EnableRaisingEvents = true };
        watcher.Created += (_, _) => arrived.TrySetResult();
        await using var connection = await server.ConnectAsync();
        await connection.WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT /content/acme/tools/lib/1.0/site?explode=1 HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}Connection: "
                + $"close\r\nExpect: 100-continue\r\nContent-Length: {archive.Length}\r\n\r\n"));
        // The 100 says that the server waits for the bytes.
        await connection.ReadUntilAsync("\r\n\r\n");
        await connection.WriteAsync(archive.AsMemory(0, archive.Length - 1));
        await arrived.Task;
        await connection.WriteAsync(archive.AsMemory(archive.Length - 1));
        StringAssert.StartsWith(await connection.ReadToEndAsync(), "HTTP/1.1 201 ", StringComparison.Ordinal);
        Assert.IsEmpty(Directory.GetFiles(Path.Combine(server.Folder, "tmp")));
    }

    [TestMethod]
    public async Task What_is_no_archive_or_a_damaged_one_is_refused_in_words()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var zip = Archive("zip", ("a", "1"));
        foreach (
            var body in new[] { "no archive"u8.ToArray(), [], zip[..^10], Archive("tar.gz", ("a", "1"))[..40], "BZh91AY&SY"u8.ToArray() })
        {
            Assert.AreEqual(400, await PutAsync(server, "content/acme/tools/lib/1.0/site?explode=1", body));
        }
    }

    private static async Task<int> PutAsync(RunningServer server, string target, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, target) { Content = new ByteArrayContent(body) };
        var reply = await server.Http.ReplyAsync(request);
        Assert.IsFalse(string.IsNullOrEmpty(reply.Json.GetProperty("message").GetString()));
        return reply.Status;
    }

    private static async Task<string[]> PathsAsync(RunningServer server) =>
        [.. (await server.SendAsync("GET", "packages/acme/tools/lib/versions/1.0/files?include_unpublished=1")).Json.EnumerateArray()
            .Select(file => file.GetProperty("path").GetString()!)];

    private static byte[] Archive(string kind, params (string Name, string Text)[] entries)
    {
        var bytes = new MemoryStream();
        if (kind == "zip")
        {
            using var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, text) in entries)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        else
        {
            using var gz = kind == "tar.gz" ? new GZipStream(bytes, CompressionMode.Compress, leaveOpen: true) : null;
            using var tar = new TarWriter(gz ?? (Stream)bytes, TarEntryFormat.Pax, leaveOpen: true);
            foreach (var (name, text) in entries)
            {
                tar.WriteEntry(name.EndsWith('/')
                    ? new PaxTarEntry(TarEntryType.Directory, name)
                    : new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        return bytes.ToArray();
    }
}
