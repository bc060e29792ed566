using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;

namespace BintrayPush.Server.Tests.Uploads;

/// <summary>Many small files in one call, as the client of this project sends them.</summary>
[TestClass]
public sealed class BundleTests
{
    private static readonly VersionAddress Version = VersionAddress.Of(
        PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib"), "1.0");

    [TestMethod]
    [DataRow("a.txt")]
    [DataRow("deep/er/a.txt")]
    [DataRow("with space/50%;x=y+z.txt")]
    [DataRow("grüße/日本.txt")]
    [DataRow(
        "a/very/long/name/that/does/not/fit/into/the/first/field/of/an/old/header/of/an/archive/of/this/kind/because/it/has/more/than/a/hundred/letters.txt")]
    public async Task A_file_arrives_under_its_name(string path)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        using var client = server.OpenClient();
        await client.GetPackageAsync(Version.Package, CancellationToken.None);
        Assert.IsTrue(client.Capabilities.Bundles);

        await client.UploadBundleAsync(
            Version, [File(path, "alpha"), File("empty.txt", ""), File("z.txt", new string('z', 100_000))], CancellationToken.None);

        var listing = await client.ListFilesAsync(Version, includeUnpublished: true, CancellationToken.None);
        Assert.IsEmpty(listing.Published);
        CollectionAssert.AreEquivalent(
            new[] { $"{path} 5", "empty.txt 0", "z.txt 100000" }, listing.Unpublished.Select(file => $"{file.Path} {file.Size}").ToArray());
    }

    [TestMethod]
    public async Task A_published_file_is_not_replaced()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        using var client = server.OpenClient();
        await client.GetPackageAsync(Version.Package, CancellationToken.None);
        await client.UploadBundleAsync(Version, [File("a.txt", "alpha")], CancellationToken.None);
        await client.PublishAsync(Version, new PublishRequest(), CancellationToken.None);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => client.UploadBundleAsync(Version, [File("b.txt", "beta"), File("a.txt", "other")], CancellationToken.None));

        Assert.AreEqual(BintrayException.Conflict, refusal.Status);
        StringAssert.Contains(refusal.Message, "a.txt");
        using var stored = await client.DownloadAsync(
            new FileAddress(Version.Repository, RepositoryPath.Of("a.txt")), includeUnpublished: false, CancellationToken.None);
        using var reader = new StreamReader(stored!.Content);
        Assert.AreEqual("alpha", await reader.ReadToEndAsync());
    }

    [TestMethod]
    public async Task A_file_that_cannot_be_read_is_the_senders_fault_and_nothing_is_taken()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        using var client = server.OpenClient();
        await client.GetPackageAsync(Version.Package, CancellationToken.None);

        var failure = await Assert.ThrowsExactlyAsync<FileNotFoundException>(() => client.UploadBundleAsync(
            Version, [
                File("a.txt", "alpha"),
                new BundledFile(RepositoryPath.Of("b.txt"), () => throw new FileNotFoundException("it is gone"))
            ], CancellationToken.None));

        Assert.AreEqual("it is gone", failure.Message);
        var listing = await client.ListFilesAsync(Version.Package, includeUnpublished: true, CancellationToken.None);
        Assert.IsEmpty(listing.Unpublished);
    }

    private static BundledFile File(string path, string content) =>
        new(RepositoryPath.Of(path), () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)));
}
