using BintrayPush.Api;
using BintrayPush.Planning;

namespace BintrayPush.Pushing;

/// <summary>
/// Gets, creates or updates repository, package and version in the order of semantics reference 3.4. Another push may do the
/// same at the same time, so "exists already" is as good as created.
/// </summary>
/// <param name="service">Is changed.</param>
/// <param name="asked">Knows what there is.</param>
/// <param name="request">What there is to be.</param>
/// <param name="change">Gets each change in words, and carries it out; a dry run does not.</param>
/// <param name="warn">Gets what may go wrong with a change, before it is carried out.</param>
/// <param name="cancellation">Ends the calls.</param>
internal sealed class Preparation(IBintray service, Enquiries asked, PushRequest request, Preparation.Change change, Action<Problem> warn, CancellationToken cancellation)
{
    private readonly HashSet<RepositoryAddress> _private = [];

    /// <summary>One change of what the service says of a repository, a package or a version.</summary>
    public delegate Task Change(string words, Func<Task> carryOut);

    /// <summary>Makes sure that a repository is there (steps 2 and 2').</summary>
    /// <returns>What it says of itself, and what is wrong, or nothing.</returns>
    public async Task<(RepositoryDetails Details, Problem? Problem)> PrepareAsync(RepositoryAddress address)
    {
        try
        {
            var existing = await asked.RepositoryAsync(address).ConfigureAwait(false);
            if (existing is null)
            {
                if (request.Repository is null)
                {
                    return (new RepositoryDetails(), Problems.RepositoryMissing(address));
                }

                await change($"create repository {address}", async () =>
                    existing = await CreateOrGetAsync(
                        () => service.CreateRepositoryAsync(address, request.Repository.Details, cancellation)!,
                        () => service.GetRepositoryAsync(address, cancellation)).ConfigureAwait(false)).ConfigureAwait(false);
            }

            if (existing is not null && request.Repository is { UpdateExisting: true } clause)
            {
                // Only these two can change after creation (semantics reference 3.2); nothing given, no call (3.4.4).
                var changes = new RepositoryDetails { Description = clause.Details.Description, Labels = clause.Details.Labels };
                if (MetadataComparison.Differences(changes, existing.Details) is { Count: > 0 } fields)
                {
                    await change($"update repository {address}: {List(fields)}", () => service.UpdateRepositoryAsync(address, changes, cancellation)).ConfigureAwait(false);
                }
            }

            var details = existing?.Details ?? request.Repository!.Details;
            if (details.Private == true)
            {
                _private.Add(address);
            }

            return (details, null);
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
            var existing = await asked.PackageAsync(address).ConfigureAwait(false);
            if (existing is null)
            {
                WarnOfMissingLicences(address);
                await change($"create package {address}", async () =>
                    existing = await CreateOrGetAsync(
                        () => service.CreatePackageAsync(address, request.DetailsOf(address), cancellation)!,
                        () => service.GetPackageAsync(address, cancellation)).ConfigureAwait(false)).ConfigureAwait(false);
            }

            if (existing is not null && MetadataComparison.Differences(request.DetailsOf(address), existing.Details) is { Count: > 0 } fields)
            {
                await change($"update package {address}: {List(fields)}", () => service.UpdatePackageAsync(address, request.DetailsOf(address), cancellation)).ConfigureAwait(false);
            }

            if (request.PackageAttributes is { Count: > 0 } attributes)
            {
                await SetAttributesAsync(address, attributes, existing is not null).ConfigureAwait(false);
            }

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
            var existing = await asked.VersionAsync(address).ConfigureAwait(false);
            if (existing is null)
            {
                await change($"create version {address}", async () =>
                    existing = await CreateOrGetAsync(
                        () => service.CreateVersionAsync(address, request.Version, cancellation)!,
                        () => service.GetVersionAsync(address, cancellation)).ConfigureAwait(false)).ConfigureAwait(false);
            }

            if (existing is not null && MetadataComparison.Differences(request.Version, existing.Details) is { Count: > 0 } fields)
            {
                await change($"update version {address}: {List(fields)}", () => service.UpdateVersionAsync(address, request.Version, cancellation)).ConfigureAwait(false);
            }

            if (request.VersionAttributes is { Count: > 0 } attributes)
            {
                await SetAttributesAsync(address, attributes, existing is not null).ConfigureAwait(false);
            }

            if (request.ReleaseNotes is { } notes && !string.IsNullOrWhiteSpace(notes))
            {
                await SetReleaseNotesAsync(address, new Document(DocumentSyntax.Markdown, notes), existing is not null).ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return Problems.VersionRefused(address, cause);
        }
    }

    private void WarnOfMissingLicences(PackageAddress package)
    {
        var missing = new[]
        {
            (Name: "BintrayLicenses", IsMissing: request.DetailsOf(package).Licenses is not { Count: > 0 }),
            (Name: "BintrayVcsUrl", IsMissing: string.IsNullOrWhiteSpace(request.DetailsOf(package).VcsUrl)),
        }.Where(field => field.IsMissing).Select(field => field.Name).ToList();
        if (service is IMetadataDemands { DemandsOssMetadata: true } && missing.Count > 0 && !_private.Contains(package.Repository))
        {
            warn(Problems.LicencesMissing(package, missing));
        }
    }

    private async Task SetAttributesAsync(MetadataOwner owner, IReadOnlyList<AttributeValues> given, bool exists)
    {
        var stored = exists
            ? await service.GetAttributesAsync(owner, [.. given.Select(attribute => attribute.Name)], cancellation).ConfigureAwait(false)
            : [];
        if (MetadataComparison.Missing(given, stored) is { Count: > 0 } missing)
        {
            await change(
                $"set attributes of {owner}: {List(missing.Select(attribute => attribute.Name))}",
                () => service.MergeAttributesAsync(owner, missing, cancellation)).ConfigureAwait(false);
        }
    }

    private async Task SetReleaseNotesAsync(VersionAddress version, Document notes, bool exists)
    {
        var stored = exists ? await service.GetDocumentAsync(version, DocumentKind.ReleaseNotes, cancellation).ConfigureAwait(false) : null;
        if (stored != notes)
        {
            await change(
                $"set the release notes of {version}",
                () => service.SetDocumentAsync(version, DocumentKind.ReleaseNotes, notes, cancellation)).ConfigureAwait(false);
        }
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names);

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
