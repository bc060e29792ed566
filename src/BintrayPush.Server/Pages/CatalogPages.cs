using BintrayPush.Server.Access;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Server.Search;
using BintrayPush.Server.Users;
using BintrayPush.Storage;

namespace BintrayPush.Server.Pages;

/// <summary>The pages above those of a package: subjects, repositories, and the search.</summary>
internal sealed class CatalogPages(IServerStore store, AccessRules access, VisibleCatalog catalog, FeedAddress addresses, SweepPages sweeps)
{
    private const int LongestSearch = 200;

    /// <summary>The subjects of which the caller may see something.</summary>
    public async Task<PageContent?> HomeAsync(Call call, PageContext context)
    {
        var subjects = (await ReadableAsync(call))
            .GroupBy(repository => repository.Address.Subject)
            .Select(subject => new SubjectLine(subject.Key, subject.Count()))
            .ToArray();
        return new(typeof(HomePage), new()
        {
            [nameof(HomePage.Context)] = context,
            [nameof(HomePage.Subjects)] = Answer.PageOf(call, subjects),
        });
    }

    /// <summary>The repositories of a subject; one of which the caller may see nothing and has no role on is not there.</summary>
    public async Task<PageContent?> SubjectAsync(Call call, PageContext context)
    {
        var subject = RepositoryAddress.SubjectOf(call.Subject);
        var readable = (await store.ListUncountedRepositoriesAsync(subject, call.Cancellation))
            .Where(repository => access.MayRead(call.Caller, repository))
            .ToArray();
        if (readable.Length == 0 && call.Caller.RoleOn(subject) == Role.None)
        {
            throw Refusal.NoSubject(subject);
        }

        var page = Answer.PageOf(call, readable);
        var counted = new List<Repository>();
        foreach (var repository in page.Items)
        {
            // Only the number: another repository may have this name by now, and be private.
            var now = await store.Service.GetRepositoryAsync(repository.Address, call.Cancellation);
            counted.Add(repository with { PackageCount = now?.PackageCount ?? 0 });
        }

        return new(typeof(SubjectPage), new()
        {
            [nameof(SubjectPage.Context)] = context,
            [nameof(SubjectPage.Subject)] = subject,
            [nameof(SubjectPage.Places)] = await PlacesAsync(call, context.Links, subject),
            [nameof(SubjectPage.Repositories)] = new Page<Repository>(counted, page.Start, page.Total),
        });
    }

    /// <summary>What else of a subject the caller may see.</summary>
    private async Task<IReadOnlyList<SubjectPlace>> PlacesAsync(Call call, PageLinks links, string subject)
    {
        var role = call.Caller.RoleOn(subject);
        var places = new List<SubjectPlace>();
        if (role >= Role.Stage)
        {
            places.Add(new("Releases", links.Releases(subject)));
        }

        if (await store.Service.GetPublicKeysAsync(subject, call.Cancellation) is not null)
        {
            places.Add(new("Signing keys", links.SigningKeys(subject)));
        }

        if (role == Role.Admin)
        {
            places.Add(new("Users", links.Users(subject)));
            places.Add(new("Policies", links.Policies(subject)));
            if (await sweeps.MayLookAsync(call))
            {
                places.Add(new("Sweep", links.Sweep));
            }
        }

        return places;
    }

    public async Task<PageContent?> RepositoryAsync(Call call, PageContext context)
    {
        var details = await store.GetRepositoryDetailsAsync(call.Repository, call.Cancellation)
            ?? throw Refusal.NoRepository(call.Repository.Name);
        var start = call.Query.Number("start_pos") ?? 0;
        var part = await store.ListPackagesAsync(call.Repository, start, Answer.PageSize, call.Cancellation);
        var lines = part.Items.Select(package => new PackageLine(PackageAddress.Of(call.Repository, package.Name), package.Details));
        var setup = await RepositorySetup.OfAsync(store.Service, addresses, call, details);
        return new(typeof(RepositoryPage), new()
        {
            [nameof(RepositoryPage.Context)] = context,
            [nameof(RepositoryPage.Repository)] = call.Repository,
            [nameof(RepositoryPage.Details)] = details,
            [nameof(RepositoryPage.Packages)] = new Page<PackageLine>([.. lines], part.Start, part.Total),
            [nameof(RepositoryPage.HasStaged)] =
                details.Type == RepositoryTypes.NuGet && call.Caller.RoleOn(call.Subject) >= Role.Stage,
            [nameof(RepositoryPage.Commands)] = InstallCommands.Of(setup),
        });
    }

    /// <summary>Packages by name and description, in all repositories that the caller may see.</summary>
    public async Task<PageContent?> SearchAsync(Call call, PageContext context)
    {
        var wanted = (call.Query["q"] ?? "").Trim();
        wanted = wanted.Length <= LongestSearch ? wanted : wanted[..LongestSearch];
        IReadOnlyList<PackageAddress> found = wanted.Length == 0 ? [] : await catalog.FindPackagesAsync(
            await ReadableAsync(call),
            (name, details) => NamePattern.IsIn(wanted, name) || NamePattern.IsIn(wanted, details.Description),
            call.Cancellation);
        var page = Answer.PageOf(call, found);
        var lines = new List<PackageLine>();
        foreach (var address in page.Items)
        {
            if (await store.Service.GetPackageAsync(address, call.Cancellation) is { } package)
            {
                lines.Add(new PackageLine(address, package.Details));
            }
        }

        return new(typeof(SearchPage), new()
        {
            [nameof(SearchPage.Context)] = context,
            [nameof(SearchPage.Wanted)] = wanted,
            [nameof(SearchPage.Packages)] = new Page<PackageLine>(lines, page.Start, page.Total),
        });
    }

    private Task<IReadOnlyList<Repository>> ReadableAsync(Call call) =>
        catalog.ReadableAsync(repository => access.MayRead(call.Caller, repository), call.Cancellation);
}
