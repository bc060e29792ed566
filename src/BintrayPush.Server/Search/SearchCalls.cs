using BintrayPush.Api.Service;
using BintrayPush.Server.Catalog;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Server.Files;
using BintrayPush.Server.Http;
using BintrayPush.Server.Users;
using BintrayPush.Storage.Statistics;
using PackageJson = BintrayPush.Server.Catalog.PackageJson;

namespace BintrayPush.Server.Search;

/// <summary>
/// Searches for repositories, packages and files (protocol reference, sections 3, 4, 7). Every answer is a page with its headers.
/// </summary>
internal sealed class SearchCalls(IBintray bintray, VisibleCatalog catalog, IDownloadCounts downloads)
{
    public IEnumerable<CallRoute> Routes =>
    [
        new("GET", "search/repos", Needs.User, RepositoriesAsync),
        new("GET", "search/packages", Needs.Nothing, PackagesAsync),
        new("GET", "search/packages/maven", Needs.Nothing, MavenPackagesAsync),
        new("GET", "search/file", Needs.Nothing, FilesAsync),
    ];

    private async Task RepositoriesAsync(Call call)
    {
        var (name, description) = (Wanted(call, "name"), Wanted(call, "desc"));
        if (name is null && description is null)
        {
            throw Refusal.BadRequest("'name' or 'desc' is expected");
        }

        var found = (await catalog.RepositoriesAsync(call, null, null))
            .Where(repository => name is null || NamePattern.IsIn(name, repository.Address.Name))
            .Where(repository => description is null || NamePattern.IsIn(description, repository.Details.Description))
            .ToArray();
        await Answer.PageAsync(call, found, RepositoryJson.Write);
    }

    private async Task PackagesAsync(Call call)
    {
        var (name, description) = (Wanted(call, "name"), Wanted(call, "desc"));
        if (name is null && description is null)
        {
            throw Refusal.BadRequest("'name' or 'desc' is expected");
        }

        var repositories = await catalog.RepositoriesAsync(call, Wanted(call, "subject"), Wanted(call, "repo"));
        var found = await catalog.FindPackagesAsync(
            repositories,
            (other, details) => (name is null || NamePattern.IsIn(name, other))
                && (description is null || NamePattern.IsIn(description, details.Description)),
            call.Cancellation);
        // Only those that are shown are read with their versions.
        var page = Answer.PageOf(call, found);
        var shown = new List<Package>();
        foreach (var address in page.Items)
        {
            if (await bintray.GetPackageAsync(address, call.Cancellation) is { } package)
            {
                shown.Add(await WithDownloadsAsync(call, package));
            }
        }

        await Answer.PageAsync(call.Http, new Page<Package>(shown, page.Start, page.Total), (json, package) =>
            PackageJson.Write(json, package, null, call.Caller.RoleOn(package.Address.Repository.Subject) >= Role.Stage));
    }

    /// <summary>Its numbers are for those who may publish, unless the package shows them to everybody.</summary>
    private async Task<Package> WithDownloadsAsync(Call call, Package package)
    {
        try
        {
            return package.Details.PublicDownloadNumbers == true
                || call.Caller.RoleOn(package.Address.Repository.Subject) >= Role.Publish
                ? package with { Downloads = (await downloads.ReadAsync(package.Address, call.Cancellation)).Total } : package;
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            return package;
        }
    }

    /// <summary>Maven packages by group and artifact; the ids are read off the paths of published files.</summary>
    private async Task MavenPackagesAsync(Call call)
    {
        var (group, artifact, any) = (Wanted(call, "g"), Wanted(call, "a"), Wanted(call, "q"));
        if (group is null && artifact is null && any is null)
        {
            throw Refusal.BadRequest("'g', 'a' or 'q' is expected");
        }

        var repositories = (await catalog.RepositoriesAsync(call, Wanted(call, "subject"), Wanted(call, "repo")))
            .Where(repository => repository.Details.Type == RepositoryTypes.Maven);
        var found = new List<(Package Package, IReadOnlyList<string> Ids)>();
        var wanted = new WantedFiles { Path = path => MavenIds.Of(path) is { } id && MavenIds.Fits(id, group, artifact, any) };
        foreach (var (package, files) in await FindAsync(repositories, wanted, call.Cancellation))
        {
            if (files.Any(wanted.Fit) && await bintray.GetPackageAsync(package, call.Cancellation) is { } whole)
            {
                found.Add((whole, MavenIds.Of(files)));
            }
        }

        await Answer.PageAsync(call, found, (json, hit) => MavenIds.Write(json, hit.Package, hit.Ids));
    }

    private async Task FilesAsync(Call call)
    {
        var name = Wanted(call, "name");
        // bintry sends "sha".
        var sha1 = (Wanted(call, "sha1") ?? Wanted(call, "sha"))?.ToLowerInvariant();
        if (name is null && sha1 is null)
        {
            throw Refusal.BadRequest("'name' or 'sha1' is expected");
        }

        var after = Wanted(call, "created_after") is { } text
            ? WireDate.TryParse(text, out var date) ? date : throw Refusal.BadRequest($"'created_after={text}' is no date")
            : DateTimeOffset.MinValue;
        var wanted = new WantedFiles { Name = name is null ? null : other => NamePattern.Fits(name, other), Sha1 = sha1 };
        var repositories = await catalog.RepositoriesAsync(call, Wanted(call, "subject"), Wanted(call, "repo"));
        var found = (await FindAsync(repositories, wanted, call.Cancellation))
            .SelectMany(package => package.Files.Where(file => wanted.Fit(file) && file.Created > after))
            .ToList();
        await Answer.PageAsync(call, found, (json, file) => FileJson.Write(json, file, call.WantsAllOfFiles));
    }

    /// <summary>The packages that can have what is wanted, with all that they publish.</summary>
    private async Task<IReadOnlyList<(PackageAddress Package, IReadOnlyList<RepositoryFile> Files)>> FindAsync(
        IEnumerable<Repository> repositories, WantedFiles wanted, CancellationToken cancellation)
    {
        var found = new List<(PackageAddress, IReadOnlyList<RepositoryFile>)>();
        foreach (var repository in repositories)
        {
            foreach (var name in await catalog.PackagesWithAsync(repository, wanted, cancellation))
            {
                var package = PackageAddress.Of(repository.Address, name);
                found.Add((package, await catalog.PublishedFilesAsync(package, cancellation)));
            }
        }

        return found;
    }

    private static string? Wanted(Call call, string name) => string.IsNullOrWhiteSpace(call.Query[name]) ? null : call.Query[name]!.Trim();
}
