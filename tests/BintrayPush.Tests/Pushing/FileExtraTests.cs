using System.IO.Compression;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Planning;

namespace BintrayPush.Tests.Pushing;

/// <summary>What a single file can ask for: to be unpacked, listed, indexed, or to carry attributes.</summary>
[TestClass]
public sealed class FileExtraTests
{
    [TestMethod]
    public async Task An_archive_is_unpacked_by_the_service_and_the_same_one_is_not_sent_again()
    {
        using var scene = await PushScene.BeginAsync();
        var archive = Zip(scene, "site.zip", ("index.html", "<html>"), ("css/a.css", "a{}")) with
        {
            Own = GivenCoordinates.None with { Path = "site" },
            Explode = true,
        };

        var first = await scene.PushAsync(archive);
        var again = await scene.PushAsync(archive);

        CollectionAssert.AreEqual(new[] { "site Uploaded" }, first.Outcomes());
        CollectionAssert.AreEqual(new[] { "site Unchanged" }, again.Outcomes());
        CollectionAssert.AreEqual(new[] { "site/css/a.css", "site/index.html" }, scene.PublicFiles);
        Assert.AreEqual("<html>", scene.PublicText("site/index.html"));
        Assert.HasCount(1, scene.Service.CallsOf("Upload"));
    }

    [TestMethod]
    [DataRow("docs/site.zip", "docs/site.zip", "docs/")]
    [DataRow("docs/site.zip/", "docs/site.zip", "docs/site.zip/")]
    [DataRow("docs/", "docs", "docs/")]
    [DataRow(null, "site.zip", "")]
    public async Task An_archive_is_unpacked_beside_its_path_and_into_it_where_that_is_a_folder(string? path, string shown, string folder)
    {
        using var scene = await PushScene.BeginAsync();
        var archive = Zip(scene, "site.zip", ("index.html", "<html>"), ("css/a.css", "a{}")) with
        {
            Own = GivenCoordinates.None with { Path = path },
            Explode = true,
        };

        var first = await scene.PushAsync(archive);
        var again = await scene.PushAsync(archive);

        CollectionAssert.AreEqual(new[] { $"{shown} Uploaded" }, first.Outcomes());
        CollectionAssert.AreEqual(new[] { $"{shown} Unchanged" }, again.Outcomes());
        CollectionAssert.AreEqual(new[] { $"{folder}css/a.css", $"{folder}index.html" }, scene.PublicFiles);
        CollectionAssert.AreEqual(
            new[] { $"{folder}index.html", $"{folder}css/a.css" }, first.Files.Single().Unpacked!.Select(file => file.Path.Value)
                .ToArray());
        Assert.IsTrue(Directory.Exists(first.Files.Single().Url), $"{first.Files.Single().Url} is the folder");
    }

    [TestMethod]
    public async Task Another_archive_for_published_files_is_refused_until_override_is_set()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(Exploding, Zip(scene, "site.zip", ("index.html", "old")));

        var refused = await scene.PushAsync(Exploding, Zip(scene, "site.zip", ("index.html", "new")));
        var replaced = await scene.PushAsync(
            request => Exploding(request) with { Override = true }, Zip(scene, "site.zip", ("index.html", "new")));

        CollectionAssert.AreEqual(new[] { "BTP3001" }, refused.Codes());
        CollectionAssert.AreEqual(new[] { "site.zip Replaced" }, replaced.Outcomes());
        Assert.AreEqual("new", scene.PublicText("index.html"));

        static PushSettings Exploding(PushSettings request) => request with { Explode = true };
    }

    [TestMethod]
    public async Task A_file_of_an_archive_that_does_not_arrive_intact_keeps_everything_unpublished()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Listing = listing =>
            listing with { Unpublished = [.. listing.Unpublished.Where(file => file.Path.Value != "b.txt")] };

        var receipt = await scene.PushAsync(Zip(scene, "site.zip", ("a.txt", "a"), ("b.txt", "b")) with { Explode = true });

        CollectionAssert.AreEqual(new[] { "BTP3003" }, receipt.Codes());
        StringAssert.Contains(receipt.Problems[0].Text, "b.txt: the service does not list it");
        Assert.IsEmpty(scene.PublicFiles);
    }

    [TestMethod]
    public async Task A_published_file_is_listed_in_downloads_once()
    {
        using var scene = await PushScene.BeginAsync();
        var artifact = scene.Write("a.zip", "alpha") with { ListInDownloads = true };

        var receipt = await scene.PushAsync(artifact);
        await scene.PushAsync(artifact);

        Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
        Assert.HasCount(1, scene.Service.CallsOf("SetListedInDownloads"));
        Assert.IsTrue(
            (await scene.Store.Service.GetFileAsync(
                new FileAddress(PushScene.Repository, RepositoryPath.Of("a.zip")), CancellationToken.None))!.ListedInDownloads);
    }

    [TestMethod]
    public async Task Debian_coordinates_travel_with_the_file()
    {
        using var scene = await PushScene.BeginAsync();

        await scene.PushAsync(
            request => request with { Repository = new RepositoryClause(new RepositoryDetails { Type = "debian" }, false) },
            scene.Write("tool.deb", "deb") with { Debian = new DebianCoordinates("bookworm", "main", "amd64") });

        var file = await scene.Store.Service.GetFileAsync(
            new FileAddress(PushScene.Repository, RepositoryPath.Of("tool.deb")), CancellationToken.None);
        Assert.AreEqual(new DebianCoordinates("bookworm", "main", "amd64"), file!.Debian);
    }

    [TestMethod]
    public async Task Rule_1_1_only_disclosed_properties_become_attributes_with_coordinates_and_time()
    {
        using var scene = await PushScene.BeginAsync();
        var artifact = scene.Write("a.zip", "alpha") with
        {
            Properties = ArtifactProperties.Of([new("secret.stage", "internal"), new("channel", "beta")]),
            Disclosed = ArtifactProperties.Of([new("channel", "beta")]),
        };

        await scene.PushAsync(artifact, scene.Write("b.zip", "beta"));
        await scene.PushAsync(artifact);

        var attributes = await scene.Store.Service.GetAttributesAsync(
            new FileAddress(PushScene.Repository, RepositoryPath.Of("a.zip")), [], CancellationToken.None);
        CollectionAssert.AreEquivalent(
            new[] { "bintray.package=tool", "bintray.path=a.zip", "bintray.repo=acme/bin", "bintray.version=2.0", "channel=beta" },
            attributes.Where(attribute => attribute.Name != "bintray.upload.time")
                .Select(attribute => $"{attribute.Name}={attribute.Values[0]}").ToArray());
        Assert.HasCount(1, attributes.Where(attribute => attribute.Name == "bintray.upload.time"));
        Assert.HasCount(1, scene.Service.CallsOf("MergeAttributes"));
        Assert.IsEmpty(scene.Service.CallsOf("GetAttributes acme/bin/b.zip"));
    }

    [TestMethod]
    public async Task What_the_service_refuses_after_the_publish_is_an_error_that_says_so()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Before = call =>
        {
            if (call.StartsWith("SetListedInDownloads", StringComparison.Ordinal))
            {
                throw new BintrayException(400, "forbidden");
            }
        };

        var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha") with { ListInDownloads = true });

        CollectionAssert.AreEqual(new[] { "BTP4011" }, receipt.Codes());
        CollectionAssert.AreEqual(new[] { "a.zip" }, scene.PublicFiles);
    }

    private static Artifact Zip(PushScene scene, string name, params (string Name, string Content)[] entries)
    {
        var artifact = scene.Write(name, "");
        using (var file = File.Create(artifact.LocalPath))
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (var (entry, content) in entries)
            {
                using var writer = new StreamWriter(archive.CreateEntry(entry).Open());
                writer.Write(content);
            }
        }

        return Artifact.At(artifact.LocalPath);
    }
}
