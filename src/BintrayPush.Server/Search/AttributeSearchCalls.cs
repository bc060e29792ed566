using BintrayPush.Api.Service;
using BintrayPush.Server.Catalog;
using BintrayPush.Server.Files;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Search;

/// <summary>Searches by attributes within a repository or a package (protocol reference, section 6).</summary>
internal sealed class AttributeSearchCalls(IBintray bintray, VisibleCatalog catalog)
{
    public IEnumerable<CallRoute> Routes =>
    [
        new("POST", "search/attributes/{subject}/{repo}", Needs.Read, PackagesAsync),
        new("POST", "search/attributes/{subject}/{repo}/{package}/versions", Needs.Read, VersionsAsync),
        new("POST", "files/{subject}/{repo}/search/attributes", Needs.Read, FilesAsync),
    ];

    private static bool WithValues(Call call) => call.Query.Flag("attribute_values") == true;

    private async Task PackagesAsync(Call call)
    {
        var query = AttributeQuery.Read(await call.ReadQueryAsync());
        var found = new List<(Package Package, IReadOnlyList<AttributeValues> Attributes)>();
        foreach (var name in await catalog.PackageNamesAsync(call.Repository, call.Cancellation))
        {
            var address = PackageAddress.Of(call.Repository, name);
            var attributes = await VisibleAsync(call, address);
            if (query.Fits(attributes) && await bintray.GetPackageAsync(address, call.Cancellation) is { } package)
            {
                found.Add((package, attributes));
            }
        }

        await Answer.PageAsync(
            call, found, (json, hit) => PackageJson.Write(json, hit.Package, WithValues(call) ? hit.Attributes : null, call.MayPublish));
    }

    private async Task VersionsAsync(Call call)
    {
        var query = AttributeQuery.Read(await call.ReadQueryAsync());
        var package = await bintray.GetPackageAsync(call.Package, call.Cancellation) ?? throw Refusal.NoPackage(call.Package.Name);
        var found = new List<(PackageVersion Version, IReadOnlyList<AttributeValues> Attributes)>();
        foreach (var name in package.Versions)
        {
            var address = VersionAddress.Of(call.Package, name);
            var attributes = await VisibleAsync(call, address);
            if (query.Fits(attributes) && await bintray.GetVersionAsync(address, call.Cancellation) is { } version)
            {
                found.Add((version, attributes));
            }
        }

        await Answer.PageAsync(
            call, found, (json, hit) => VersionJson.Write(json, hit.Version, WithValues(call) ? hit.Attributes : null, call.MayPublish));
    }

    private async Task FilesAsync(Call call)
    {
        var query = AttributeQuery.Read(await call.ReadQueryAsync());
        var found = new List<RepositoryFile>();
        foreach (var name in await catalog.PackageNamesAsync(call.Repository, call.Cancellation))
        {
            var files = await bintray.ListFilesAsync(
                PackageAddress.Of(call.Repository, name), includeUnpublished: false, call.Cancellation);
            foreach (var file in files.Published)
            {
                if (query.Fits(await VisibleAsync(call, new FileAddress(call.Repository, file.Path))))
                {
                    found.Add(file);
                }
            }
        }

        await Answer.PageAsync(call, found, (json, file) => FileJson.Write(json, file, call.WantsAllOfFiles));
    }

    /// <summary>The attributes this caller may know of; none if their owner has just gone.</summary>
    private async Task<IReadOnlyList<AttributeValues>> VisibleAsync(Call call, MetadataOwner owner)
    {
        try
        {
            var attributes = await bintray.GetAttributesAsync(owner, null, call.Cancellation);
            return [.. attributes.Where(attribute => AttributeJson.IsVisible(attribute.Name, call.MayPublish))];
        }
        catch (BintrayException missing) when (missing.Status == BintrayException.NotFound)
        {
            return [];
        }
    }
}
