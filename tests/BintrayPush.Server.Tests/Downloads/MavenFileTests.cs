using System.Security.Cryptography;
using System.Text;

namespace BintrayPush.Server.Tests.Downloads;

/// <summary>
/// What Maven, Gradle and Ivy look for beside what was uploaded, on the address of downloads (protocol reference, section 13).
/// </summary>
[TestClass]
public sealed class MavenFileTests
{
    private const string Jar = "dl/acme/tools/org/acme/lib/1.1/lib-1.1.jar";

    [TestMethod]
    [DataRow(".sha1", "6dcd4ce23d88e2ee9568ba546c007c63d9131c1b")]
    [DataRow(".md5", "7fc56270e7a70fa81a5935b72eacbe29")]
    [DataRow(".sha256", "559aead08264d5795d3909718cdd05abd49572e84fe55590eef31a88a08fdffd")]
    public async Task Every_published_file_has_its_checksums_beside_it(string extension, string checksum)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(
            201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.1/org/acme/lib/1.1/lib-1.1.jar?publish=1", "A")).Status);

        foreach (
            var path in new[] { Jar, Jar["dl/".Length..], Jar.Replace("dl/acme/tools", "maven/acme/tools/lib", StringComparison.Ordinal) })
        {
            var got = await server.Anonymous.SendAsync("GET", path + extension);
            Assert.AreEqual(200, got.Status, path);
            Assert.AreEqual(checksum, got.Body, path);
            var head = await server.Anonymous.SendAsync("HEAD", path + extension);
            Assert.AreEqual(200, head.Status, path);
            Assert.AreEqual($"{got.Body.Length}", head.Header("Content-Length"), path);
        }
    }

    [TestMethod]
    public async Task A_checksum_that_was_uploaded_goes_before_and_there_is_none_of_what_is_not_published()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("PUT", "content/acme/tools/lib/1.1/org/acme/lib/1.1/lib-1.1.jar?publish=1", "A");
        await server.SendAsync("PUT", "content/acme/tools/lib/1.1/org/acme/lib/1.1/lib-1.1.jar.md5?publish=1", "theirs");
        await server.SendAsync("PUT", "content/acme/tools/lib/1.2/org/acme/lib/1.2/lib-1.2.jar", "B");

        Assert.AreEqual("theirs", (await server.Anonymous.SendAsync("GET", Jar + ".md5")).Body);
        Assert.AreEqual(Of(".sha1", "theirs"), (await server.Anonymous.SendAsync("GET", Jar + ".md5.sha1")).Body);
        foreach (
            var none in new[] { "1.2/lib-1.2.jar.sha1", "1.1/none.jar.sha1", "1.1/.sha1", ".sha1", "1.1/lib-1.1.jar.sha512", "1.1/lib-1.1.jar.SHA1" })
        {
            Assert.AreEqual(404, (await server.Anonymous.SendAsync("GET", "dl/acme/tools/org/acme/lib/" + none)).Status, none);
        }
    }

    [TestMethod]
    public async Task The_versions_of_an_artifact_are_listed_oldest_first_however_they_were_uploaded()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        foreach (var version in new[] { "1.0", "1.1", "1.10" })
        {
            Assert.AreEqual(
                201,
                (await server.SendAsync(
                    "PUT", $"content/acme/tools/lib/release-{version}/org/acme/lib/{version}/lib-{version}.jar?publish=1", "jar")).Status);
        }

        await server.SendAsync("PUT", "content/acme/tools/lib/2.0/org/acme/lib/2.0/lib-2.0.jar", "waits");
        await server.SendAsync("PUT", "content/acme/tools/lib/3.0/org/acme/lib/notes/readme.txt?publish=1", "in no layout");
        await server.SendAsync("PUT", "maven/acme/tools/lib/org/acme/library/5.0/library-5.0.jar;publish=1", "another one");

        var list = await server.Anonymous.SendAsync("GET", "dl/acme/tools/org/acme/lib/maven-metadata.xml");

        Assert.AreEqual(200, list.Status);
        StringAssert.StartsWith(list.Header("Content-Type"), "application/xml", StringComparison.Ordinal);
        Assert.AreEqual(
            "<metadata><groupId>org.acme</groupId><artifactId>lib</artifactId><versioning><latest>1.10</latest><release>1.10</release>"
            + "<versions><version>1.0</version><version>1.1</version><version>1.10</version></versions>",
            string.Concat(list.Body.Split('\n').Select(line => line.Trim()))[
                ..^"<lastUpdated>20200101000000</lastUpdated></versioning></metadata>".Length
            ]);
        foreach (var extension in new[] { ".sha1", ".md5", ".sha256" })
        {
            Assert.AreEqual(
                Of(extension, list.Body),
                (await server.Anonymous.SendAsync("GET", "dl/acme/tools/org/acme/lib/maven-metadata.xml" + extension)).Body);
        }
    }

    [TestMethod]
    public async Task An_artifact_in_two_packages_has_one_list()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", "packages/acme/tools", """{"name":"other"}""");
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/org/acme/lib/1.0/lib-1.0.jar?publish=1", "jar");
        await server.SendAsync("PUT", "content/acme/tools/lib/1.1/org/acme/lib/1.1/lib-1.1.jar?publish=1", "jar");
        await server.SendAsync("PUT", "content/acme/tools/other/2.0/org/acme/lib/2.0/lib-2.0.jar?publish=1", "jar");

        var list = await server.Anonymous.SendAsync("GET", "dl/acme/tools/org/acme/lib/maven-metadata.xml");

        foreach (var words in new[] { "<version>1.0</version>", "<version>1.1</version>", "<release>2.0</release>" })
        {
            StringAssert.Contains(list.Body, words, StringComparison.Ordinal);
        }

        Assert.AreEqual(
            2,
            (await server.Anonymous.SendAsync(
                "GET", "maven/acme/tools/lib/org/acme/lib/maven-metadata.xml")).Body.Split("<version>").Length - 1);
    }

    /// <summary>Whoever reads the other package of this repository fails.</summary>
    [TestMethod]
    public async Task A_list_in_a_public_repository_reads_no_package_but_the_artifacts_own()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", "packages/acme/tools", """{"name":"other"}""");
        await server.SendAsync("PUT", "content/acme/tools/other/1.0/org/acme/other/1.0/other-1.0.jar?publish=1", "jar");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(server.Folder, "r"), "*.json", SearchOption.AllDirectories)
            .Where(file => file.Contains("manifest", StringComparison.Ordinal)).ToArray())
        {
            // A folder in the place of a file cannot be read.
            File.Delete(file);
            Directory.CreateDirectory(file);
        }

        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/org/acme/lib/1.0/lib-1.0.jar?publish=1", "jar");
        await using var second = await RunningServer.StartAsync(folder: server.Folder);

        Assert.AreEqual(503, (await second.Anonymous.SendAsync("GET", "maven/acme/tools/other/org/acme/other/maven-metadata.xml")).Status);
        Assert.AreEqual(200, (await second.Anonymous.SendAsync("GET", "dl/acme/tools/org/acme/lib/maven-metadata.xml")).Status);
        Assert.AreEqual(404, (await second.Anonymous.SendAsync("GET", "dl/acme/tools/org/acme/none/maven-metadata.xml")).Status);
    }

    [TestMethod]
    public async Task A_list_of_nothing_and_one_that_may_not_be_read_are_not_there()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", "repos/acme/secret", """{"private":true}""");
        await server.SendAsync("POST", "packages/acme/secret", """{"name":"lib"}""");
        await server.SendAsync("PUT", "content/acme/secret/lib/1.0/org/acme/lib/1.0/lib-1.0.jar?publish=1", "jar");

        Assert.AreEqual(404, (await server.Anonymous.SendAsync("GET", "dl/acme/tools/org/acme/lib/maven-metadata.xml")).Status);
        Assert.AreEqual(404, (await server.Anonymous.SendAsync("GET", "dl/acme/tools/maven-metadata.xml")).Status);
        Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", "dl/acme/secret/org/acme/lib/maven-metadata.xml")).Status);
        Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", "dl/acme/secret/org/acme/lib/1.0/lib-1.0.jar.sha1")).Status);
        Assert.AreEqual(200, (await server.SendAsync("GET", "dl/acme/secret/org/acme/lib/maven-metadata.xml")).Status);
        Assert.AreEqual(Of(".sha1", "jar"), (await server.SendAsync("GET", "dl/acme/secret/org/acme/lib/1.0/lib-1.0.jar.sha1")).Body);
    }

#pragma warning disable CA5350, CA5351 // What Maven asks for.
    private static string Of(string extension, string text) => Convert.ToHexStringLower(extension switch
    {
        ".sha1" => SHA1.HashData(Encoding.UTF8.GetBytes(text)),
        ".md5" => MD5.HashData(Encoding.UTF8.GetBytes(text)),
        _ => SHA256.HashData(Encoding.UTF8.GetBytes(text)),
    });
#pragma warning restore CA5350, CA5351
}
