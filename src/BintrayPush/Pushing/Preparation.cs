using BintrayPush.Api;
using BintrayPush.Planning;

namespace BintrayPush.Pushing;

/// <summary>
/// Gets, creates or updates repository, package and version in the order of semantics reference 3.4. Another push may do the
/// same at the same time, so "exists already" is as good as created.
/// </summary>
internal sealed class Preparation(IBintray service, PushRequest request, Action<string> trace, CancellationToken cancellation)
{
    /// <summary>Makes sure that a repository is there (steps 2 and 2').</summary>
    /// <returns>What it says of itself, and what is wrong, or nothing.</returns>
    public async Task<(RepositoryDetails Details, Problem? Problem)> PrepareAsync(RepositoryAddress address)
    {
        try
        {
            var existing = await service.GetRepositoryAsync(address, cancellation).ConfigureAwait(false);
            if (existing is null)
            {
                if (request.Repository is null)
                {
                    return (new RepositoryDetails(), Problems.RepositoryMissing(address));
                }

                trace($"creating repository {address}");
                existing = await CreateOrGetAsync(
                    () => service.CreateRepositoryAsync(address, request.Repository.Details, cancellation)!,
                    () => service.GetRepositoryAsync(address, cancellation)).ConfigureAwait(false);
            }

            if (request.Repository is { UpdateExisting: true } clause)
            {
                // Only these two can change after creation (semantics reference 3.2); nothing given, no call (3.4.4).
                var changes = new RepositoryDetails { Description = clause.Details.Description, Labels = clause.Details.Labels };
                if (MetadataComparison.Differs(changes, existing.Details))
                {
                    trace($"updating repository {address}");
                    await service.UpdateRepositoryAsync(address, changes, cancellation).ConfigureAwait(false);
                }
            }

            return (existing.Details, null);
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return (new RepositoryDetails(), Problems.RepositoryRefused(address, cause));
        }
    }

    /// <summary>Makes sure that a package is there and says of itself what the project says (step 3).</summary>
    /// <returns>What is wrong, or nothing.</returns>
    public async Task<Problem?> PrepareAsync(PackageAddress address)
    {
        try
        {
            var existing = await service.GetPackageAsync(address, cancellation).ConfigureAwait(false);
            if (existing is null)
            {
                trace($"creating package {address}");
                existing = await CreateOrGetAsync(
                    () => service.CreatePackageAsync(address, request.Package, cancellation)!,
                    () => service.GetPackageAsync(address, cancellation)).ConfigureAwait(false);
            }

            if (MetadataComparison.Differs(request.Package, existing.Details))
            {
                trace($"updating package {address}");
                await service.UpdatePackageAsync(address, request.Package, cancellation).ConfigureAwait(false);
            }

            await SetAttributesAsync(address, request.PackageAttributes).ConfigureAwait(false);
            return null;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return Problems.PackageRefused(address, cause);
        }
    }

    /// <summary>Makes sure that a version is there and says of itself what the project says (step 4).</summary>
    /// <returns>What is wrong, or nothing.</returns>
    public async Task<Problem?> PrepareAsync(VersionAddress address)
    {
        try
        {
            var existing = await service.GetVersionAsync(address, cancellation).ConfigureAwait(false);
            if (existing is null)
            {
                trace($"creating version {address}");
                existing = await CreateOrGetAsync(
                    () => service.CreateVersionAsync(address, request.Version, cancellation)!,
                    () => service.GetVersionAsync(address, cancellation)).ConfigureAwait(false);
            }

            if (MetadataComparison.Differs(request.Version, existing.Details))
            {
                trace($"updating version {address}");
                await service.UpdateVersionAsync(address, request.Version, cancellation).ConfigureAwait(false);
            }

            await SetAttributesAsync(address, request.VersionAttributes).ConfigureAwait(false);
            await SetReleaseNotesAsync(address).ConfigureAwait(false);
            return null;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return Problems.VersionRefused(address, cause);
        }
    }

    private async Task SetAttributesAsync(MetadataOwner owner, IReadOnlyList<AttributeValues> given)
    {
        if (given.Count == 0)
        {
            return;
        }

        var stored = await service.GetAttributesAsync(owner, [.. given.Select(attribute => attribute.Name)], cancellation).ConfigureAwait(false);
        if (MetadataComparison.Missing(given, stored) is { Count: > 0 } missing)
        {
            trace($"setting {missing.Count} attributes of {owner}");
            await service.MergeAttributesAsync(owner, missing, cancellation).ConfigureAwait(false);
        }
    }

    private async Task SetReleaseNotesAsync(VersionAddress version)
    {
        if (string.IsNullOrWhiteSpace(request.ReleaseNotes))
        {
            return;
        }

        var notes = new Document(DocumentSyntax.Markdown, request.ReleaseNotes!);
        if (await service.GetDocumentAsync(version, DocumentKind.ReleaseNotes, cancellation).ConfigureAwait(false) != notes)
        {
            trace($"setting the release notes of {version}");
            await service.SetDocumentAsync(version, DocumentKind.ReleaseNotes, notes, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<T> CreateOrGetAsync<T>(Func<Task<T?>> create, Func<Task<T?>> get)
        where T : class
    {
        try
        {
            return (await create().ConfigureAwait(false))!;
        }
        catch (BintrayException refusal) when (refusal.Status == BintrayException.Conflict)
        {
            // Refused because a twin differs only in letter case, or created and deleted meanwhile: then the refusal stands.
            if (await get().ConfigureAwait(false) is { } created)
            {
                return created;
            }

            throw;
        }
    }
}
