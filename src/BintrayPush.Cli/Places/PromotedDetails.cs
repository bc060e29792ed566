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

    /// <summary>Makes the package and the version where they are missing, with what they say where they come from.</summary>
    public async Task CreateAsync(Package package, CancellationToken cancellation)
    {
        if (await service.GetPackageAsync(target.Package, cancellation).ConfigureAwait(false) is null)
        {
            await service.CreatePackageAsync(target.Package, package.Details, cancellation).ConfigureAwait(false);
            await BringAsync(source.Package, target.Package, DocumentKind.Readme, cancellation).ConfigureAwait(false);
        }

        if (await service.GetVersionAsync(target, cancellation).ConfigureAwait(false) is null
            && await service.GetVersionAsync(source, cancellation).ConfigureAwait(false) is { } version)
        {
            await service.CreateVersionAsync(target, version.Details, cancellation).ConfigureAwait(false);
            await BringAsync(source, target, DocumentKind.ReleaseNotes, cancellation).ConfigureAwait(false);
        }
    }

    private async Task BringAsync(MetadataOwner from, MetadataOwner to, DocumentKind kind, CancellationToken cancellation)
    {
        if (await service.GetDocumentAsync(from, kind, cancellation).ConfigureAwait(false) is { } document)
        {
            await service.SetDocumentAsync(to, kind, document, cancellation).ConfigureAwait(false);
        }

        if (await service.GetAttributesAsync(from, null, cancellation).ConfigureAwait(false) is { Count: > 0 } attributes)
        {
            await service.MergeAttributesAsync(to, attributes, cancellation).ConfigureAwait(false);
        }
    }

    private CommandFailure NotThere(string what, string cure) => CommandFailure.Failed(Complaints.NotThere(what, place, cure));
}
