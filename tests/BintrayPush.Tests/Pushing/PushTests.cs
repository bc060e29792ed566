using BintrayPush.Api.Model;
using BintrayPush.Descriptors;
using BintrayPush.Planning;
using BintrayPush.Versions;

namespace BintrayPush.Tests.Pushing;

/// <summary>What a push does when nothing goes wrong, and when it is repeated.</summary>
[TestClass]
public sealed class PushTests
{
    [TestMethod]
    public async Task What_is_pushed_is_public_byte_for_byte()
    {
        using var scene = await PushScene.BeginAsync();

        var receipt = await scene.PushAsync(scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta"));

        Assert.IsTrue(receipt.Complete);
        CollectionAssert.AreEqual(new[] { "a.zip Uploaded", "b.zip Uploaded" }, receipt.Outcomes());
        CollectionAssert.AreEqual(new[] { "a.zip", "b.zip" }, scene.PublicFiles);
        Assert.AreEqual("alpha", scene.PublicText("a.zip"));
        var file = receipt.Files[0];
        Assert.AreEqual("acme/bin", file.Coordinates.Repository);
        Assert.AreEqual("8ed3f6ad685b959ead7022518e1af76cd816f8e8ec7ccdda1ed4018e8f2223f8", file.Sha256);
        Assert.AreEqual(5, file.Size);
        Assert.IsTrue(File.Exists(file.Url));
        Assert.IsNotNull(file.UploadTime);
    }

    [TestMethod]
    public async Task Pushing_again_looks_once_and_sends_nothing()
    {
        using var scene = await PushScene.BeginAsync();
        var artifacts = new[] { scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta") };
        await scene.PushAsync(artifacts);
        var before = scene.Service.Calls.Length;

        var receipt = await scene.PushAsync(artifacts);

        CollectionAssert.AreEqual(new[] { "a.zip Unchanged", "b.zip Unchanged" }, receipt.Outcomes());
        // They are asked at the same time.
        CollectionAssert.AreEquivalent(
            new[] { "GetRepository acme/bin", "GetPackage acme/bin/tool", "GetVersion acme/bin/tool/2.0", "ListFiles acme/bin/tool/2.0" },
            scene.Service.Calls.Skip(before).ToArray());
        Assert.IsNull(receipt.Files[0].UploadTime);
        Assert.IsNotNull(receipt.Files[0].Sha256);
    }

    [TestMethod]
    public async Task Only_what_is_missing_is_sent()
    {
        using var scene = await PushScene.BeginAsync();
        var first = scene.Write("a.zip", "alpha");
        await scene.PushAsync(first);

        var receipt = await scene.PushAsync(first, scene.Write("b.zip", "beta"));

        CollectionAssert.AreEqual(new[] { "a.zip Unchanged", "b.zip Uploaded" }, receipt.Outcomes());
        Assert.HasCount(2, scene.Service.CallsOf("Upload"));
    }

    [TestMethod]
    public async Task Other_content_under_a_published_path_is_a_conflict_and_nothing_changes()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.Write("a.zip", "alpha"));

        var receipt = await scene.PushAsync(scene.Write("a.zip", "other"), scene.Write("new.zip", "new"));

        Assert.IsFalse(receipt.Complete);
        CollectionAssert.AreEqual(new[] { "BTP3001" }, receipt.Codes());
        StringAssert.StartsWith(
            receipt.Problems[0].Text,
            "a.zip is already published in version 2.0 of acme/bin/tool with other content. Raise the version, or set BintrayOverride=true "
                + "to replace it. (There 5 bytes, SHA-256 8ed3f6ad");
        CollectionAssert.AreEqual(new[] { "a.zip Failed unpublished", "new.zip Uploaded unpublished" }, receipt.Outcomes());
        CollectionAssert.AreEqual(new[] { "a.zip" }, scene.PublicFiles);
        Assert.AreEqual("alpha", scene.PublicText("a.zip"));
    }

    [TestMethod]
    public async Task With_override_it_is_replaced()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(scene.Write("a.zip", "alpha"));

        var receipt = await scene.PushAsync(request => request with { Override = true }, scene.Write("a.zip", "other"));

        CollectionAssert.AreEqual(new[] { "a.zip Replaced" }, receipt.Outcomes());
        Assert.AreEqual("other", scene.PublicText("a.zip"));
    }

    [TestMethod]
    public async Task Without_publish_nothing_is_public_and_a_later_push_publishes_without_sending()
    {
        using var scene = await PushScene.BeginAsync();
        var artifact = scene.Write("a.zip", "alpha");

        var waiting = await scene.PushAsync(request => request with { Publish = false }, artifact);
        CollectionAssert.AreEqual(new[] { "a.zip Uploaded unpublished" }, waiting.Outcomes());
        Assert.IsTrue(waiting.Complete);
        Assert.IsEmpty(scene.PublicFiles);

        var published = await scene.PushAsync(artifact);
        CollectionAssert.AreEqual(new[] { "a.zip Unchanged" }, published.Outcomes());
        CollectionAssert.AreEqual(new[] { "a.zip" }, scene.PublicFiles);
        Assert.HasCount(1, scene.Service.CallsOf("Upload"));
    }

    [TestMethod]
    public async Task Each_version_is_published_once_and_only_after_all_are_verified()
    {
        using var scene = await PushScene.BeginAsync();
        var other = scene.Write("b.zip", "beta");

        await scene.PushAsync(scene.Write("a.zip", "alpha"), other with { Own = new(null, null, "3.0", null) });

        var steps = scene.Service.Calls.Select(call => call.Split(' ')[0]).ToArray();
        CollectionAssert.AreEqual(new[] { "ListFiles", "ListFiles", "Publish", "Publish" }, steps.Skip(steps.Length - 4).ToArray());
    }

    [TestMethod]
    public async Task What_others_left_unpublished_in_the_version_stays_unpublished()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(request => request with { Publish = false }, scene.Write("theirs.zip", "theirs"));

        await scene.PushAsync(scene.Write("ours.zip", "ours"));

        CollectionAssert.AreEqual(new[] { "ours.zip" }, scene.PublicFiles);
    }

    [TestMethod]
    public async Task A_licence_that_the_service_keeps_under_bintrays_name_is_the_one_of_the_project()
    {
        using var scene = await PushScene.BeginAsync();
        var artifact = scene.Write("a.zip", "alpha");
        PushSettings Licensed(PushSettings request, params string[] licences) =>
            request with { Package = request.Package with { Licenses = licences } };
        await scene.PushAsync(request => Licensed(request, "BSD 2-Clause", "LGPL-2.1"), artifact);
        var writes = Writes(scene);

        await scene.PushAsync(request => Licensed(request, "LGPL-2.1-or-later", "bsd-2-clause"), artifact);
        CollectionAssert.AreEqual(writes, Writes(scene));

        await scene.PushAsync(request => Licensed(request, "BSD-3-Clause", "LGPL-2.1"), artifact);
        CollectionAssert.AreEqual(new[] { "UpdatePackage acme/bin/tool" }, Writes(scene).Skip(writes.Length).ToArray());
    }

    [TestMethod]
    public async Task Package_and_version_say_what_the_project_says_and_are_written_only_when_that_differs()
    {
        using var scene = await PushScene.BeginAsync();
        var artifact = scene.Write("a.zip", "alpha");
        PushSettings Describe(PushSettings request) => request with
        {
            Package = new PackageDetails { Description = "A tool", Labels = ["b", "a"], Licenses = ["MIT"], VcsUrl = "https://example.org/tool.git" },
            Version = new VersionDetails { VcsTag = "v2.0", Released = new DateTimeOffset(2026, 2, 3, 1, 0, 0, TimeSpan.FromHours(1)) },
            PackageAttributes = [new AttributeValues("tfm", AttributeType.String, ["net8.0", "net472"])],
            VersionAttributes = [new AttributeValues("build", AttributeType.Number, ["17"])],
            ReleaseNotes = ReleaseNotes.OfText("Faster."),
            Readme = "# Tool",
        };

        await scene.PushAsync(Describe, artifact);
        var writes = Writes(scene);
        await scene.PushAsync(Describe, artifact);
        CollectionAssert.AreEqual(writes, Writes(scene));

        await scene.PushAsync(request => Describe(request) with { Package = new PackageDetails { Description = "The tool" } }, artifact);
        CollectionAssert.AreEqual(new[] { "UpdatePackage acme/bin/tool" }, Writes(scene).Skip(writes.Length).ToArray());

        var package = (await scene.Store.Service.GetPackageAsync(PushScene.Version.Package, CancellationToken.None))!;
        Assert.AreEqual("The tool", package.Details.Description);
        Assert.AreEqual("https://example.org/tool.git", package.Details.VcsUrl);
        var notes = await scene.Store.Service.GetDocumentAsync(PushScene.Version, DocumentKind.ReleaseNotes, CancellationToken.None);
        Assert.AreEqual("Faster.", notes!.Content);
        var readme = await scene.Store.Service.GetDocumentAsync(PushScene.Version.Package, DocumentKind.Readme, CancellationToken.None);
        Assert.AreEqual(new Document(DocumentSyntax.Markdown, "# Tool"), readme);
    }

    [TestMethod]
    public async Task A_missing_repository_is_an_error_where_nothing_says_that_it_may_be_made()
    {
        using var scene = await PushScene.BeginAsync();

        var receipt = await scene.PushAsync(request => request with { Repository = null }, scene.Write("a.zip", "alpha"));

        CollectionAssert.AreEqual(new[] { "BTP4001" }, receipt.Codes());
        Assert.HasCount(scene.Service.Calls.Length, scene.Service.CallsOf("Get"));
    }

    [TestMethod]
    public async Task Rule_3_4_4_an_existing_repository_gets_only_description_and_labels_and_only_when_asked()
    {
        using var scene = await PushScene.BeginAsync();
        var artifact = scene.Write("a.zip", "alpha");
        await scene.PushAsync(artifact);
        var clause = new RepositoryClause(new RepositoryDetails { Type = "maven", Description = "Tools" }, UpdateExisting: false);

        await scene.PushAsync(request => request with { Repository = clause }, artifact);
        Assert.IsEmpty(scene.Service.CallsOf("UpdateRepository"));

        await scene.PushAsync(request => request with { Repository = clause with { UpdateExisting = true } }, artifact);
        var repository = (await scene.Store.Service.GetRepositoryAsync(PushScene.Repository, CancellationToken.None))!;
        Assert.AreEqual("Tools", repository.Details.Description);
        Assert.AreEqual("generic", repository.Details.Type);
    }

    [TestMethod]
    public async Task An_existing_repository_becomes_private_when_asked_and_never_public()
    {
        using var scene = await PushScene.BeginAsync();
        var artifact = scene.Write("a.zip", "alpha");
        await scene.PushAsync(artifact);
        var clause = new RepositoryClause(new RepositoryDetails { Private = true }, UpdateExisting: true);

        await scene.PushAsync(request => request with { Repository = clause }, artifact);
        Assert.AreEqual(
            true, (await scene.Store.Service.GetRepositoryAsync(PushScene.Repository, CancellationToken.None))!.Details.Private);

        await scene.PushAsync(
            request => request with { Repository = clause with { Details = new RepositoryDetails { Private = false } } }, artifact);
        Assert.AreEqual(
            true, (await scene.Store.Service.GetRepositoryAsync(PushScene.Repository, CancellationToken.None))!.Details.Private);
        Assert.HasCount(1, scene.Service.CallsOf("UpdateRepository"));
    }

#if NET
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task A_symbolic_link_is_pushed_as_the_file_it_leads_to()
    {
        using var scene = await PushScene.BeginAsync();
        var target = scene.Write("target.zip", "alpha");
        var link = Path.Combine(Path.GetDirectoryName(target.LocalPath)!, "link.zip");
        File.CreateSymbolicLink(link, target.LocalPath);

        var receipt = await scene.PushAsync(BintrayPush.Artifacts.Artifact.At(link));

        CollectionAssert.AreEqual(new[] { "link.zip Uploaded" }, receipt.Outcomes());
        Assert.AreEqual(5, receipt.Files[0].Size);
    }
#endif

    [TestMethod]
    public async Task The_receipt_keeps_the_order_of_the_artifacts()
    {
        using var scene = await PushScene.BeginAsync();
        var a = scene.Write("a.zip", "1");
        var b = scene.Write("b.zip", "2") with { Own = new(null, null, "3.0", null) };
        var c = scene.Write("c.zip", "3");

        CollectionAssert.AreEqual(
            new[] { "a.zip Uploaded", "b.zip Uploaded", "c.zip Uploaded" }, (await scene.PushAsync(a, b, c)).Outcomes());
    }

    [TestMethod]
    public async Task Twelve_pushes_at_once_make_one_repository_and_lose_nothing()
    {
        using var scene = await PushScene.BeginAsync();
        var artifacts = Enumerable.Range(0, 12).Select(i => scene.Write($"{i:00}.zip", $"content {i}")).ToArray();

        var receipts = await Task.WhenAll(artifacts.Select(artifact => Task.Run(() => scene.PushAsync(artifact))));

        Assert.IsTrue(
            receipts.All(receipt => receipt.Complete),
            string.Join("\n", receipts.SelectMany(receipt => receipt.Problems).Select(problem => problem.Text)));
        Assert.HasCount(12, scene.PublicFiles);
    }

    private static string[] Writes(PushScene scene) =>
        [.. scene.Service.Calls.Where(
            call =>
                new[] { "Create", "Update", "Merge", "Replace", "Set", "Upload", "Publish" }
                    .Any(word => call.StartsWith(word, StringComparison.Ordinal)))];

    [TestMethod]
    public async Task A_service_that_demands_nothing_of_packages_is_not_warned_of()
    {
        using var scene = await PushScene.BeginAsync();

        Assert.IsEmpty((await scene.PushAsync(scene.Write("a.zip", "alpha"))).Codes());
    }
}
