using BintrayPush.Api.Service;
using BintrayPush.Cli.Messages;

namespace BintrayPush.Cli.Places;

/// <summary>
/// What package and version say of themselves, for a version that is promoted. What is there already in the other repository stays.
/// </summary>
internal sealed class PromotedDetails(IBintray service, VersionAddress source, VersionAddress target, string place)
{
    /// <summary>Insists that the version and the other repository are there.</summary>
    /// <returns>The package of the version.</returns>
    public async Task<Package> RequireAsync(CancellationToken cancellation)
    {
        var package = await service.GetPackageAsync(source.Package, cancellation).ConfigureAwait(false);
        if (package is null || await service.GetVersionAsync(source, cancellation).ConfigureAwait(false) is null)
        {
            throw NotThere($"version {source}", "Look at its name with 'bintray show'.");
        }

        return await service.GetRepositoryAsync(target.Repository, cancellation).ConfigureAwait(false) is null
            ? throw NotThere($"repository {target.Repository}", "Make it first: --to names where the version goes.")
            : package;
    }

    /// <summary>
    /// Makes the package and the version where they are missing, with no more than the other repository insists on: everybody may read
    /// there what only a few may read here, and whether anything becomes public is not settled yet.
    /// </summary>
    public async Task<bool> CreateAsync(Package package, CancellationToken cancellation)
    {
        if (await service.GetPackageAsync(target.Package, cancellation).ConfigureAwait(false) is null)
        {
            var bare = DetailGaps.Bare(package.Details, service.Capabilities.DemandsLicences != false);
            await MakeAsync(
                () => service.CreatePackageAsync(target.Package, bare, cancellation),
                async () => await service.GetPackageAsync(target.Package, cancellation).ConfigureAwait(false) is not null)
                .ConfigureAwait(false);
        }

        if (await service.GetVersionAsync(target, cancellation).ConfigureAwait(false) is null
            && await service.GetVersionAsync(source, cancellation).ConfigureAwait(false) is { } version)
        {
            await MakeAsync(
                () => service.CreateVersionAsync(target, DetailGaps.Bare(version.Details), cancellation),
                async () => await service.GetVersionAsync(target, cancellation).ConfigureAwait(false) is not null)
                .ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Brings what package and version say of themselves, as far as nothing is said there.</summary>
    public async Task<bool> CompleteAsync(Package package, CancellationToken cancellation)
    {
        if (await service.GetPackageAsync(target.Package, cancellation).ConfigureAwait(false) is { } other)
        {
            if (DetailGaps.Of(package.Details, other.Details) is { } gaps)
            {
                await service.UpdatePackageAsync(target.Package, gaps, cancellation).ConfigureAwait(false);
            }

            await BringAsync(source.Package, target.Package, DocumentKind.Readme, cancellation).ConfigureAwait(false);
        }

        if (await service.GetVersionAsync(source, cancellation).ConfigureAwait(false) is { } version
            && await service.GetVersionAsync(target, cancellation).ConfigureAwait(false) is { } there)
        {
            if (DetailGaps.Of(version.Details, there.Details) is { } gaps)
            {
                await service.UpdateVersionAsync(target, gaps, cancellation).ConfigureAwait(false);
            }

            await BringAsync(source, target, DocumentKind.ReleaseNotes, cancellation).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Somebody else may promote at the same time: what they made is as good.</summary>
    private static async Task MakeAsync(Func<Task> create, Func<Task<bool>> isThere)
    {
        try
        {
            await create().ConfigureAwait(false);
        }
        catch (BintrayException refusal) when (refusal.Status == BintrayException.Conflict)
        {
            // Refused because of a name that differs only in letter case, or deleted meanwhile: then the refusal stands.
            if (!await isThere().ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    private async Task BringAsync(MetadataOwner from, MetadataOwner to, DocumentKind kind, CancellationToken cancellation)
    {
        if (await service.GetDocumentAsync(from, kind, cancellation).ConfigureAwait(false) is { } document
            && await service.GetDocumentAsync(to, kind, cancellation).ConfigureAwait(false) is null or { Content: "" })
        {
            await service.SetDocumentAsync(to, kind, document, cancellation).ConfigureAwait(false);
        }

        if (await service.GetAttributesAsync(from, null, cancellation).ConfigureAwait(false) is { Count: > 0 } attributes)
        {
            var there = await service.GetAttributesAsync(to, null, cancellation).ConfigureAwait(false);
            if (attributes.Where(one => there.All(other => other.Name != one.Name)).ToList() is { Count: > 0 } missing)
            {
                await service.MergeAttributesAsync(to, missing, cancellation).ConfigureAwait(false);
            }
        }
    }

    private CommandFailure NotThere(string what, string cure) => CommandFailure.Failed(Complaints.NotThere(what, place, cure));
}
