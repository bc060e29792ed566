using BintrayPush.Api.Service;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Server.Users;
using BintrayPush.Storage;
using BintrayPush.Storage.Records;

namespace BintrayPush.Server.Pages;

/// <summary>The pages of a package and of a version.</summary>
internal sealed class PackagePages(IServerStore store, FeedAddress addresses, PageDownloads downloads, bool readOnly)
{
    private readonly IBintray _bintray = store.Service;

    public async Task<PageContent?> PackageAsync(Call call, PageContext context)
    {
        var package = await _bintray.GetPackageAsync(call.Package, call.Cancellation) ?? throw Refusal.NoPackage(call.Package.Name);
        var page = Answer.PageOf(call, package.Versions);
        var versions = new List<PackageVersion>();
        foreach (var name in page.Items)
        {
            if (await _bintray.GetVersionAsync(VersionAddress.Of(call.Package, name), call.Cancellation) is { } version)
            {
                versions.Add(version);
            }
        }

        var counted = await downloads.ReadAsync(call);
        return new(typeof(PackagePage), new()
        {
            [nameof(PackagePage.Context)] = context,
            [nameof(PackagePage.Package)] = package,
            [nameof(PackagePage.Versions)] = new Page<PackageVersion>(versions, page.Start, page.Total),
            [nameof(PackagePage.Downloads)] = counted is null ? null : downloads.OfPackage(call, counted),
            [nameof(PackagePage.VersionDownloads)] = versions.ToDictionary(
                version => version.Address.Name, version => counted?.Versions.GetValueOrDefault(version.Address.Name)?.All.Total ?? 0),
            [nameof(PackagePage.Commands)] = await CommandsOfLatestAsync(call),
            [nameof(PackagePage.Readme)] = await DocumentAsync(call, call.Package, DocumentKind.Readme),
            [nameof(PackagePage.Notes)] = await DocumentAsync(call, call.Package, DocumentKind.ReleaseNotes),
        });
    }

    public async Task<PageContent?> VersionAsync(Call call, PageContext context)
    {
        var version = await _bintray.GetVersionAsync(call.Version, call.Cancellation) ?? throw Refusal.NoVersion(call.Version.Name);
        var setup = await SetupAsync(call);
        var files = await _bintray.ListFilesAsync(version.Address, includeUnpublished: call.MayPublish, call.Cancellation);
        var mayPromote = !readOnly && context.FormToken is not null && call.Caller.RoleOn(call.Subject).Includes(Role.Promote);
        var counted = await downloads.ReadAsync(call);
        var ofVersion = counted?.Versions.GetValueOrDefault(version.Address.Name) ?? new VersionDownloads();
        return new(typeof(VersionPage), new()
        {
            [nameof(VersionPage.Context)] = context,
            [nameof(VersionPage.Version)] = version,
            [nameof(VersionPage.IsPrivate)] = setup.IsPrivate,
            [nameof(VersionPage.Downloads)] = counted is null ? null : downloads.OfVersion(call, ofVersion),
            [nameof(VersionPage.FileDownloads)] = ofVersion.Files.ToDictionary(file => file.Key, file => file.Value.Total),
            [nameof(VersionPage.Files)] = Answer.PageOf(call, files.Published),
            [nameof(VersionPage.Waiting)] = new Page<RepositoryFile>(
                [.. files.Unpublished.Take(Answer.PageSize)], 0, files.Unpublished.Count),
            [nameof(VersionPage.WaitingSeen)] = SeenFiles.Of(files.Unpublished),
            [nameof(VersionPage.MayPromote)] = mayPromote,
            [nameof(VersionPage.Outcome)] = OutcomeOf(call),
            [nameof(VersionPage.Commands)] = InstallCommands.Of(setup, version.Address, files.Published),
            [nameof(VersionPage.Notes)] = await DocumentAsync(call, version.Address, DocumentKind.ReleaseNotes),
        });
    }

    /// <summary>What somebody is told who comes from publishing or discarding.</summary>
    private static string? OutcomeOf(Call call) =>
        ShownText.Outcome(call.Query, "published", "is public now", "are public now")
            ?? ShownText.Outcome(call.Query, "discarded", "was discarded", "were discarded");

    /// <summary>How the newest version that is published is installed.</summary>
    private async Task<IReadOnlyList<Command>> CommandsOfLatestAsync(Call call)
    {
        if (await _bintray.GetLatestVersionAsync(call.Package, call.Cancellation) is not { } latest)
        {
            return [];
        }

        var files = await _bintray.ListFilesAsync(latest.Address, includeUnpublished: false, call.Cancellation);
        return InstallCommands.Of(await SetupAsync(call), latest.Address, files.Published);
    }

    private async Task<RepositorySetup> SetupAsync(Call call)
    {
        var details = await store.GetRepositoryDetailsAsync(call.Repository, call.Cancellation)
            ?? throw Refusal.NoRepository(call.Repository.Name);
        return await RepositorySetup.OfAsync(_bintray, addresses, call, details);
    }

    private async Task<RenderedDocument?> DocumentAsync(Call call, MetadataOwner owner, DocumentKind kind) =>
        await DocumentRenderer.RenderAsync(await _bintray.GetDocumentAsync(owner, kind, call.Cancellation), call.Cancellation);
}
