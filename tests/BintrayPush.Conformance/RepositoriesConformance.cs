using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Conformance;

/// <summary>Protocol reference, section 3.</summary>
public abstract class RepositoriesConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    protected override Task PrepareAsync() => Task.CompletedTask;

    [TestMethod]
    public async Task A_repository_is_what_it_was_created_as()
    {
        var details = new RepositoryDetails { Type = "nuget", Description = "our tools", Labels = ["a", "b"], VersionUpdateMaxDays = 30 };
        await Service.CreateRepositoryAsync(Repo, details, Cancellation);
        var found = await Service.GetRepositoryAsync(Repo, Cancellation);
        Assert.IsNotNull(found);
        Assert.AreEqual(Repo, found.Address);
        Assert.AreEqual("nuget", found.Details.Type);
        Assert.AreEqual("our tools", found.Details.Description);
        CollectionAssert.AreEquivalent(new[] { "a", "b" }, found.Details.Labels!.ToArray());
        Assert.AreEqual(0, found.PackageCount);
    }

    [TestMethod]
    public async Task A_repository_is_generic_unless_said_otherwise() =>
        Assert.AreEqual("generic", (await Service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation)).Details.Type);

    [TestMethod]
    public Task An_unknown_type_is_refused() =>
        RefusedAsync(400, "floppy", () => Service.CreateRepositoryAsync(Repo, new RepositoryDetails { Type = "floppy" }, Cancellation));

    [TestMethod]
    public async Task A_repository_cannot_be_created_twice()
    {
        await Service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        await RefusedAsync(409, "already exists", () => Service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation));
    }

    [TestMethod]
    public async Task A_repository_that_differs_in_letter_case_alone_is_refused_and_not_found()
    {
        var twin = RepositoryAddress.Of("acme", "Tools");
        await Service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        await RefusedAsync(409, "letter case", () => Service.CreateRepositoryAsync(twin, new RepositoryDetails(), Cancellation));
        Assert.IsNull(await Service.GetRepositoryAsync(twin, Cancellation));
    }

    [TestMethod]
    public async Task An_update_changes_what_is_given_and_passes_over_what_cannot_change()
    {
        await Service.CreateRepositoryAsync(
            Repo, new RepositoryDetails { Type = "nuget", Description = "old", Labels = ["x"] }, Cancellation);
        await Service.UpdateRepositoryAsync(
            Repo, new RepositoryDetails { Type = "maven", YumMetadataDepth = 3, Description = "new" }, Cancellation);
        var found = await Service.GetRepositoryAsync(Repo, Cancellation);
        Assert.AreEqual("nuget", found!.Details.Type);
        Assert.IsNull(found.Details.YumMetadataDepth);
        Assert.AreEqual("new", found.Details.Description);
        CollectionAssert.AreEqual(new[] { "x" }, found.Details.Labels!.ToArray());
    }

    [TestMethod]
    public async Task An_update_makes_a_repository_private_and_public_again_and_nothing_else_does()
    {
        await Service.CreateRepositoryAsync(Repo, new RepositoryDetails { Description = "old" }, Cancellation);
        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { Private = true }, Cancellation);
        Assert.AreEqual(true, (await Service.GetRepositoryAsync(Repo, Cancellation))!.Details.Private);
        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { Description = "new" }, Cancellation);
        Assert.AreEqual(true, (await Service.GetRepositoryAsync(Repo, Cancellation))!.Details.Private);
        await Service.UpdateRepositoryAsync(Repo, new RepositoryDetails { Private = false }, Cancellation);
        var found = await Service.GetRepositoryAsync(Repo, Cancellation);
        Assert.AreNotEqual(true, found!.Details.Private);
        Assert.AreEqual("new", found.Details.Description);
    }

    [TestMethod]
    public async Task A_missing_repository_is_told_by_name()
    {
        Assert.IsNull(await Service.GetRepositoryAsync(Repo, Cancellation));
        await RefusedAsync(
            404, "Repo 'tools' was not found", () => Service.UpdateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation));
        await RefusedAsync(404, "Repo 'tools' was not found", () => Service.DeleteRepositoryAsync(Repo, Cancellation));
        await RefusedAsync(404, "Repo 'tools' was not found", () => Service.CreatePackageAsync(Lib, new PackageDetails(), Cancellation));
    }

    [TestMethod]
    public async Task A_subject_lists_its_own_repositories_in_order()
    {
        foreach (var name in new[] { "b", "a", "c" })
        {
            await Service.CreateRepositoryAsync(RepositoryAddress.Of("acme", name), new RepositoryDetails(), Cancellation);
        }

        await Service.CreateRepositoryAsync(RepositoryAddress.Of("acme2", "z"), new RepositoryDetails(), Cancellation);
        await Service.DeleteRepositoryAsync(RepositoryAddress.Of("acme", "b"), Cancellation);
        var names = (await Service.ListRepositoriesAsync("acme", Cancellation)).Select(repository => repository.Address.Name).ToArray();
        CollectionAssert.AreEqual(new[] { "a", "c" }, names);
        Assert.IsEmpty(await Service.ListRepositoriesAsync("nobody", Cancellation));
    }

    [TestMethod]
    public async Task A_deleted_repository_is_gone_and_its_successor_is_empty()
    {
        await Service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        await Service.CreatePackageAsync(Lib, new PackageDetails(), Cancellation);
        await UploadAsync(V1, "a.txt", "a", publish: true);
        await Service.DeleteRepositoryAsync(Repo, Cancellation);
        Assert.IsNull(await Service.GetRepositoryAsync(Repo, Cancellation));
        Assert.IsNull(await ReadAsync("a.txt"));
        await Service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        Assert.IsNull(await Service.GetPackageAsync(Lib, Cancellation));
        Assert.IsNull(await ReadAsync("a.txt"));
    }

    [TestMethod]
    public async Task Of_many_who_create_one_repository_exactly_one_succeeds()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            try
            {
                await Service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
                return 201;
            }
            catch (BintrayException refusal)
            {
                return refusal.Status;
            }
        })));
        Assert.AreEqual(1, outcomes.Count(status => status == 201));
        Assert.AreEqual(15, outcomes.Count(status => status == 409));
    }
}
