using BintrayPush.Api.Service;
using BintrayPush.Messages;
using BintrayPush.Planning;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Gets, creates or updates repository, package and version in the order of semantics reference 3.4. Another push may do the
/// same at the same time, so "exists already" is as good as created.
/// </summary>
/// <param name="session">The push.</param>
/// <param name="prefetched">Knows what there is.</param>
/// <param name="change">Gets each change in words, and carries it out; a dry run does not.</param>
internal sealed class Preparation(PushSession session, PrefetchedAnswers prefetched, Preparation.Change change)
{
    private const int NotFound = 404;
    private const int MethodNotAllowed = 405;
    private const int NotImplemented = 501;

    private ICatalogue Catalogue => session.Service.Catalogue;

    private IMetadata Metadata => session.Service.Metadata;

    private PushSettings Settings => session.Settings;

    private CancellationToken Cancellation => session.Cancellation;

    /// <summary>One change of what the service says of a repository, a package or a version.</summary>
    public delegate Task Change(string words, Func<Task> carryOut);

    /// <summary>Makes sure that a repository is there (steps 2 and 2').</summary>
    /// <returns>Its metadata, and what is wrong, or nothing.</returns>
    public async Task<(RepositoryDetails Details, Problem? Problem)> PrepareAsync(RepositoryAddress address)
    {
        try
        {
            var existing = await prefetched.RepositoryAsync(address).ConfigureAwait(false);
            if (existing is null)
            {
                if (Settings.Repository is not { Create: true })
                {
                    return (new RepositoryDetails(), StepProblems.RepositoryMissing(address));
                }

                await change($"create repository {address}", async () =>
                    existing = await CreateOrGetAsync(
                        () => Catalogue.CreateRepositoryAsync(address, Settings.Repository.Details, Cancellation)!,
                        () => Catalogue.GetRepositoryAsync(address, Cancellation)).ConfigureAwait(false)).ConfigureAwait(false);
            }

            if (existing is not null && Settings.Repository is { UpdateExisting: true } clause)
            {
                // Only these two change after creation (semantics reference 3.2), and privacy towards private: what was to be private must
                // not be published to all. No push makes a private repository public. Nothing given, no call (3.4.4).
                var changes = new RepositoryDetails
                {
                    Description = clause.Details.Description,
                    Labels = clause.Details.Labels,
                    Private = clause.Details.Private == true ? true : null,
                };
                if (MetadataComparison.Differences(changes, existing.Details) is { Count: > 0 } fields)
                {
                    await change(
                        $"update repository {address}: {List(fields)}",
                        () => Catalogue.UpdateRepositoryAsync(address, changes, Cancellation)).ConfigureAwait(false);
                    existing = existing with { Details = existing.Details with { Private = changes.Private ?? existing.Details.Private } };
                }
            }

            var details = existing?.Details ?? Settings.Repository!.Details;
            return (details, null);
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return (new RepositoryDetails(), StepProblems.RepositoryRefused(address, cause));
        }
    }

    /// <summary>Creates a package or updates its metadata (step 3).</summary>
    /// <returns>What is wrong, or nothing.</returns>
    public async Task<Problem?> PrepareAsync(PackageAddress address)
    {
        try
        {
            var described = Settings.Describe(address);
            var existing = await prefetched.PackageAsync(address).ConfigureAwait(false);
            if (existing is null)
            {
                await change($"create package {address}", async () =>
                    existing = await CreateOrGetAsync(
                        () => Catalogue.CreatePackageAsync(address, described.Details, Cancellation)!,
                        () => Catalogue.GetPackageAsync(address, Cancellation)).ConfigureAwait(false)).ConfigureAwait(false);
            }

            if (existing is not null
                && MetadataComparison.Differences(described.Details, existing.Details) is { Count: > 0 } fields)
            {
                await change(
                    $"update package {address}: {List(fields)}",
                    () => Catalogue.UpdatePackageAsync(address, described.Details, Cancellation)).ConfigureAwait(false);
            }

            if (described.PackageAttributes is { Count: > 0 } attributes)
            {
                await SetAttributesAsync(address, attributes, existing is not null).ConfigureAwait(false);
            }

            if (described.Readme is { } readme && !string.IsNullOrWhiteSpace(readme))
            {
                await SetReadmeAsync(address, readme, existing is not null).ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return StepProblems.PackageRefused(address, cause);
        }
    }

    /// <summary>Creates a version or updates its metadata (step 4).</summary>
    /// <returns>What is wrong, or nothing.</returns>
    public async Task<Problem?> PrepareAsync(VersionAddress address)
    {
        try
        {
            var described = Settings.Describe(address.Package);
            var existing = await prefetched.VersionAsync(address).ConfigureAwait(false);
            if (existing is null)
            {
                await change($"create version {address}", async () =>
                    existing = await CreateOrGetAsync(
                        () => Catalogue.CreateVersionAsync(address, described.Version!, Cancellation)!,
                        () => Catalogue.GetVersionAsync(address, Cancellation)).ConfigureAwait(false)).ConfigureAwait(false);
            }

            if (existing is not null && MetadataComparison.Differences(described.Version!, existing.Details) is { Count: > 0 } fields)
            {
                await change(
                    $"update version {address}: {List(fields)}",
                    () => Catalogue.UpdateVersionAsync(address, described.Version!, Cancellation)).ConfigureAwait(false);
            }

            if (described.VersionAttributes is { Count: > 0 } attributes)
            {
                await SetAttributesAsync(address, attributes, existing is not null).ConfigureAwait(false);
            }

            if (described.ReleaseNotes?.Of(address.Name) is { } notes)
            {
                await SetDocumentAsync(address, DocumentKind.ReleaseNotes, "release notes", notes, existing is not null)
                    .ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return StepProblems.VersionRefused(address, cause);
        }
    }

    private async Task SetAttributesAsync(MetadataOwner owner, IReadOnlyList<AttributeValues> given, bool exists)
    {
        var stored = exists
            ? await Metadata.GetAttributesAsync(owner, [.. given.Select(attribute => attribute.Name)], Cancellation).ConfigureAwait(false)
            : [];
        if (MetadataComparison.Missing(given, stored) is { Count: > 0 } missing)
        {
            await change(
                $"set attributes of {owner}: {List(missing.Select(attribute => attribute.Name))}",
                () => Metadata.MergeAttributesAsync(owner, missing, Cancellation)).ConfigureAwait(false);
        }
    }

    /// <summary>A readme comes along without being asked for, so a service that keeps none does not fail the push.</summary>
    private async Task SetReadmeAsync(PackageAddress package, string readme, bool exists)
    {
        try
        {
            await SetDocumentAsync(package, DocumentKind.Readme, "readme", readme, exists).ConfigureAwait(false);
        }
        catch (BintrayException refusal) when (refusal.Status is NotFound or MethodNotAllowed or NotImplemented)
        {
            session.Report(StepProblems.ReadmeNotKept(package, refusal));
        }
    }

    private async Task SetDocumentAsync(MetadataOwner owner, DocumentKind kind, string name, string text, bool exists)
    {
        var document = new Document(DocumentSyntax.Markdown, text);
        var stored = exists ? await Metadata.GetDocumentAsync(owner, kind, Cancellation).ConfigureAwait(false) : null;
        if (stored != document)
        {
            await change($"set the {name} of {owner}", () => Metadata.SetDocumentAsync(owner, kind, document, Cancellation))
                .ConfigureAwait(false);
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
