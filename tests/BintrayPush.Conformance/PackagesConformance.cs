using System.Text.Json;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Conformance;

/// <summary>Protocol reference, section 4.</summary>
public abstract class PackagesConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    private static readonly PackageAddress New = PackageAddress.Of(Repo, "Catch:bincrafters");

    [TestMethod]
    public async Task A_package_is_what_it_was_created_as()
    {
        var details = new PackageDetails
        {
            Description = "a library",
            Labels = ["l"],
            Licenses = ["MIT"],
            VcsUrl = "https://example.org/lib.git",
            WebsiteUrl = "",
            PublicStatistics = true,
            Maturity = "Stable",
            Other = new() { ["x_color"] = JsonDocument.Parse("\"red\"").RootElement },
        };
        await Service.CreatePackageAsync(New, details, Cancellation);
        var found = await Service.GetPackageAsync(New, Cancellation);
        Assert.IsNotNull(found);
        Assert.AreEqual(New, found.Address);
        Assert.AreEqual("a library", found.Details.Description);
        CollectionAssert.AreEqual(new[] { "MIT" }, found.Details.Licenses!.ToArray());
        Assert.AreEqual("", found.Details.WebsiteUrl);
        Assert.AreEqual(true, found.Details.PublicStatistics);
        // A service may pass over fields it does not know (reference 1.4).
        Assert.AreEqual("red", found.Details.Other is null ? "red" : found.Details.Other["x_color"].GetString());
        Assert.IsEmpty(found.Versions);
    }

    [TestMethod]
    public Task A_package_cannot_be_created_twice() =>
        RefusedAsync(409, "already exists", () => Service.CreatePackageAsync(Lib, new PackageDetails(), Cancellation));

    [TestMethod]
    public async Task A_package_that_differs_in_letter_case_alone_is_refused_and_not_found()
    {
        var twin = PackageAddress.Of(Repo, "LIB");
        await RefusedAsync(409, "letter case", () => Service.CreatePackageAsync(twin, new PackageDetails(), Cancellation));
        Assert.IsNull(await Service.GetPackageAsync(twin, Cancellation));
        await RefusedAsync(404, "Package 'LIB' was not found", () => UploadAsync(VersionAddress.Of(twin, "1.0"), "a", "a"));
    }

    [TestMethod]
    public async Task An_update_keeps_what_is_not_given_and_an_empty_list_clears()
    {
        await Service.CreatePackageAsync(New, new PackageDetails { Description = "d", Labels = ["a"], Maturity = "Stable" }, Cancellation);
        await Service.UpdatePackageAsync(New, new PackageDetails { Labels = [], Description = "e" }, Cancellation);
        var found = await Service.GetPackageAsync(New, Cancellation);
        Assert.AreEqual("e", found!.Details.Description);
        Assert.AreEqual("Stable", found.Details.Maturity);
        Assert.IsEmpty(found.Details.Labels!);
    }

    [TestMethod]
    public async Task A_missing_package_is_told_by_name()
    {
        Assert.IsNull(await Service.GetPackageAsync(New, Cancellation));
        await RefusedAsync(
            404, "Package 'Catch:bincrafters' was not found", () => Service.UpdatePackageAsync(New, new PackageDetails(), Cancellation));
        await RefusedAsync(404, "Package 'Catch:bincrafters' was not found", () => Service.DeletePackageAsync(New, Cancellation));
        await RefusedAsync(404, "was not found", () => Service.ListFilesAsync(New, includeUnpublished: true, Cancellation));
    }

    [TestMethod]
    public async Task Packages_are_listed_by_pages_and_by_the_beginning_of_their_names()
    {
        for (var i = 0; i < 60; i++)
        {
            await Service.CreatePackageAsync(PackageAddress.Of(Repo, $"p{i:00}"), new PackageDetails(), Cancellation);
        }

        var first = await Service.ListPackagesAsync(Repo, "p", 0, Cancellation);
        var second = await Service.ListPackagesAsync(Repo, "p", first.Items.Count, Cancellation);
        Assert.AreEqual(60, first.Total);
        Assert.AreEqual("p00", first.Items[0]);
        CollectionAssert.AreEqual(Enumerable.Range(0, 60).Select(i => $"p{i:00}").ToArray(), first.Items.Concat(second.Items).ToArray());
        Assert.AreEqual(62, (await Service.ListPackagesAsync(Repo, null, 0, Cancellation)).Total);
    }

    [TestMethod]
    public async Task Packages_are_searched_by_name_and_description_in_pages()
    {
        await Service.CreatePackageAsync(New, new PackageDetails { Description = "Of the kind that is sought" }, Cancellation);
        for (var i = 0; i < 51; i++)
        {
            await Service.CreatePackageAsync(PackageAddress.Of(Repo, $"many{i:00}"), new PackageDetails(), Cancellation);
        }

        async Task<string[]> FindAsync(PackageSearch search, int start = 0) =>
            [.. (await Service.SearchPackagesAsync(search, start, Cancellation)).Items.Select(package => package.Address.ToString())];

        CollectionAssert.AreEqual(new[] { New.ToString() }, await FindAsync(new PackageSearch { Name = "BINCRAFT" }));
        CollectionAssert.AreEqual(new[] { New.ToString() }, await FindAsync(new PackageSearch { Description = "*sought" }));
        Assert.IsEmpty(await FindAsync(new PackageSearch { Name = "bincraft", Description = "missing" }));
        Assert.IsEmpty(await FindAsync(new PackageSearch { Name = "bincraft", Repository = "none" }));
        Assert.IsEmpty(await FindAsync(new PackageSearch { Name = "bincraft", Subject = "nobody" }));
        var search = new PackageSearch { Name = "many*", Subject = Repo.Subject, Repository = Repo.Name };
        Assert.AreEqual(51, (await Service.SearchPackagesAsync(search, 0, Cancellation)).Total);
        CollectionAssert.AreEqual(new[] { $"{Repo}/many50" }, await FindAsync(search, 50));
        await RefusedAsync(400, "expected", () => Service.SearchPackagesAsync(new PackageSearch(), 0, Cancellation));
    }

    [TestMethod]
    public async Task The_repository_counts_its_packages()
    {
        Assert.AreEqual(2, (await Service.GetRepositoryAsync(Repo, Cancellation))!.PackageCount);
        await Service.DeletePackageAsync(Other, Cancellation);
        Assert.AreEqual(1, (await Service.GetRepositoryAsync(Repo, Cancellation))!.PackageCount);
        await Service.CreatePackageAsync(Other, new PackageDetails(), Cancellation);
        Assert.AreEqual(2, (await Service.GetRepositoryAsync(Repo, Cancellation))!.PackageCount);
        await Service.DeletePackageAsync(Other, Cancellation);
        Assert.AreEqual(1, (await Service.GetRepositoryAsync(Repo, Cancellation))!.PackageCount);
    }

    [TestMethod]
    public async Task A_deleted_package_takes_its_files_along_and_frees_their_paths()
    {
        await UploadAsync(V1, "a.txt", "old", publish: true);
        await Service.DeletePackageAsync(Lib, Cancellation);
        Assert.IsNull(await ReadAsync("a.txt"));
        await UploadAsync(VersionAddress.Of(Other, "1"), "a.txt", "new", publish: true);
        Assert.AreEqual("new", await ReadAsync("a.txt"));
        await Service.CreatePackageAsync(Lib, new PackageDetails(), Cancellation);
        Assert.IsEmpty((await Service.GetPackageAsync(Lib, Cancellation))!.Versions);
    }
}
