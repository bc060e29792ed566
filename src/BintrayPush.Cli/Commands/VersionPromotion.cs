using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Output;
using BintrayPush.Cli.Places;
using BintrayPush.Report;

namespace BintrayPush.Cli.Commands;

/// <summary>
/// <c>bintray promote --to</c>: a published version in another repository, without sending its bytes. All files are brought there first,
/// unpublished, and become public together; what package and version say of themselves follows. What is there already is not brought again.
/// </summary>
internal sealed class VersionPromotion(PlaceWork work, Secret? passphrase)
{
    private const string Signature = ".asc";

    /// <summary>Promotes a version.</summary>
    /// <param name="source">The version.</param>
    /// <param name="target">The repository that it goes to.</param>
    /// <param name="replace">Whether published files with other content are replaced there.</param>
    /// <param name="cancellation">Ends it; nothing is public then.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        VersionAddress source, RepositoryAddress target, bool replace, CancellationToken cancellation)
    {
        var service = work.Service;
        var version = VersionAddress.Of(PackageAddress.Of(target, source.Package.Name), source.Name);
        var details = new PromotedDetails(service, source, version, work.Name);
        var package = await details.RequireAsync(cancellation).ConfigureAwait(false);
        if (!service.Capabilities.Copies)
        {
            throw CommandFailure.Failed(Complaints.CopiesNothing(work.Name));
        }

        var all = await service.ListFilesAsync(source, includeUnpublished: false, cancellation).ConfigureAwait(false);
        var files = all.Published.Where(file => IsTaken(file, all.Published, source, target)).ToList();
        if (files.Count == 0)
        {
            throw CommandFailure.Failed(Complaints.NothingToGet(source, "Publish it first: only what is public is promoted."));
        }

        var there = await ThereAsync(version, cancellation).ConfigureAwait(false);
        var open = files.Where(file => !PromotionPublish.Has(there.Published, file)).ToList();
        RefuseOthers(target, open, there, replace);
        var missing = open.Where(file => !PromotionPublish.Has(there.Unpublished, file)).ToList();
        if (missing.Count > 0)
        {
            await work.RunAsync($"make {version}", _ => details.CreateAsync(package, cancellation), cancellation).ConfigureAwait(false);
            await CopyAsync(missing, version, source, replace, cancellation).ConfigureAwait(false);
        }

        var answer = open.Count > 0
            ? await new PromotionPublish(work, version, open).RunAsync(passphrase, cancellation).ConfigureAwait(false)
            : new PublishAnswer(0);
        await CompleteAsync(details, package, version, cancellation).ConfigureAwait(false);
        Show(source, version, files, open, missing, answer);
        return ExitCode.Success;
    }

    /// <summary>Signatures are by the key of their subject: where another one's repository wants files signed, it signs itself.</summary>
    private static bool IsTaken(
        RepositoryFile file, IReadOnlyList<RepositoryFile> all, VersionAddress source, RepositoryAddress target) =>
        source.Repository.Subject == target.Subject || !file.Path.Value.EndsWith(Signature, StringComparison.OrdinalIgnoreCase)
            || all.All(other => other.Path.Value + Signature != file.Path.Value);

    private static void RefuseOthers(RepositoryAddress target, List<RepositoryFile> open, FileListing there, bool replace)
    {
        // What waits there is somebody's, too: it would be replaced, and a release that names it could not be published any more.
        var others = open.Where(file => there.Published.Concat(there.Unpublished).Any(
            other => other.Path == file.Path && other.Sha256 != file.Sha256))
            .Select(file => file.Path.Value).ToList();
        if (others.Count > 0 && !replace)
        {
            throw CommandFailure.Failed(Complaints.OtherPublished(target, others));
        }
    }

    private async Task<FileListing> ThereAsync(VersionAddress version, CancellationToken cancellation) =>
        await work.Service.GetVersionAsync(version, cancellation).ConfigureAwait(false) is null
            ? new FileListing([], [])
            : await work.Service.ListFilesAsync(version, includeUnpublished: true, cancellation).ConfigureAwait(false);

    /// <summary>Texts come last: a promotion that is refused has told nobody what a private package says of itself.</summary>
    private async Task CompleteAsync(
        PromotedDetails details, Package package, VersionAddress version, CancellationToken cancellation)
    {
        try
        {
            await work.RunAsync($"describe {version}", _ => details.CompleteAsync(package, cancellation), cancellation)
                .ConfigureAwait(false);
        }
        catch (BintrayException failure) when (!cancellation.IsCancellationRequested)
        {
            throw CommandFailure.Failed(Complaints.NotDescribed(version, failure));
        }
    }

    /// <summary>Every file is tried: the next call does only what is missing then.</summary>
    private async Task CopyAsync(
        IReadOnlyList<RepositoryFile> missing, VersionAddress version, VersionAddress source, bool replace, CancellationToken cancellation)
    {
        var faults = await work.ForEachAsync<RepositoryFile>(
            missing,
            file => $"copy {file.Path}",
            async file =>
            {
                var upload = new UploadRequest { Version = version, Path = file.Path, Sha256 = file.Sha256, Override = replace };
                await work.Service.CopyFileAsync(upload, new FileAddress(source.Repository, file.Path), cancellation).ConfigureAwait(false);
                return [];
            },
            cancellation).ConfigureAwait(false);
        if (faults.SelectMany(problems => problems).Distinct().ToArray() is { Length: > 0 } problems)
        {
            throw CommandFailure.Failed([.. problems, Complaints.NotPromoted(version, faults.Count(one => one.Count > 0), missing.Count)]);
        }
    }

    private void Show(
        VersionAddress source,
        VersionAddress version,
        List<RepositoryFile> files,
        List<RepositoryFile> open,
        List<RepositoryFile> missing,
        PublishAnswer answer)
    {
        var unchanged = files.Count - open.Count;
        string[] warning = answer.Warning is { } words ? [$"  the service says: {words}"] : [];
        work.Printer.Show(
            [
                .. warning,
                open.Count == 0
                    ? $"{version} has all {files.Count} files of {source}; nothing was to be done"
                    : $"{source} -> {version.Repository}: {open.Count} published, {unchanged} unchanged, "
                        + $"{PushSummary.Size(missing.Sum(file => file.Size))} copied there, nothing sent",
            ],
            json =>
            {
                json.WriteString("source", source.ToString());
                json.WriteString("version", version.ToString());
                json.WriteNumber("files", files.Count);
                json.WriteNumber("copied", missing.Count);
                json.WriteNumber("copiedBytes", missing.Sum(file => file.Size));
                json.WriteNumber("published", open.Count);
                json.WriteNumber("unchanged", unchanged);
                json.WriteText("warning", answer.Warning);
            });
    }
}
