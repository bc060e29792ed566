using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Maintenance;

/// <summary>Compares the plain files of <c>dl/</c> with what is published.</summary>
internal sealed class ViewCheck(
    Objects objects, FolderStore store, FolderView files, PublicView view, ViewRepair mending, CheckReport report, bool repair)
{
    public const string Cure = "run fsck with --repair";

    /// <summary>Checks the files of one version.</summary>
    /// <param name="place">The version.</param>
    /// <param name="version">Its address.</param>
    /// <param name="manifest">What it publishes.</param>
    /// <param name="damaged">The files whose contents are damaged.</param>
    public async Task CheckAsync(
        VersionPlace place, VersionAddress version, Manifest manifest, ISet<string> damaged, CancellationToken cancellation)
    {
        if (!view.Shows(place.In.Repository.Value))
        {
            return;
        }

        if (view.Lags(place.In.Repository, place.Head.Value))
        {
            await CatchUpAsync(place, version, cancellation).ConfigureAwait(false);
            return;
        }

        foreach (var file in manifest.Files)
        {
            var target = files.FileOf(version.Package.Repository, file.Key);
            if (FaultOf(target, file.Value) is { } fault && await IsCurrentAsync(place, cancellation).ConfigureAwait(false))
            {
                await MendAsync(place, version, file.Key, target, fault, damaged.Contains(file.Key), cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Finds files that no version publishes: they may be deleted or private ones.</summary>
    public async Task CheckStrangersAsync(CancellationToken cancellation)
    {
        if (PlainFiles.IsLink(files.Folder))
        {
            report.Damage(
                files.Folder, "it is a link, and nothing in the data folder is followed through one", "put a folder in its place");
            return;
        }

        foreach (var subject in FoldersIn(files.Folder))
        {
            foreach (var repository in FoldersIn(subject))
            {
                if (RepositoryAddress.TryParse($"{Path.GetFileName(subject)}/{Path.GetFileName(repository)}", out var address, out _))
                {
                    await CheckStrangersAsync(address, repository, cancellation).ConfigureAwait(false);
                }
            }
        }
    }

    private static IEnumerable<string> FoldersIn(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(child => !PlainFiles.IsLink(child)) : [];

    private async Task CheckStrangersAsync(RepositoryAddress address, string folder, CancellationToken cancellation)
    {
        foreach (var file in PlainFiles.Below(folder))
        {
            var path = files.PathOf(address, file.Path);
            if (file.IsLink || await IsPublishedAsync(address, path, cancellation).ConfigureAwait(false) || !File.Exists(file.Path))
            {
                continue;
            }

            const string What = "it is among the plain files, and is not published";
            if (!report.KnowsWhatIsPublished)
            {
                report.Note(file.Path, "it is among the plain files; whether it is published cannot be told while records are damaged");
                continue;
            }

            if (!repair)
            {
                report.Damage(file.Path, What, Cure + ", which removes it");
                continue;
            }

            using var locked = await files.LockAsync(address, cancellation).ConfigureAwait(false);
            if (!await IsPublishedAsync(address, path, cancellation).ConfigureAwait(false))
            {
                await files.RemoveAsync(address, path, cancellation).ConfigureAwait(false);
                report.Mended(file.Path, What);
            }
        }
    }

    private async Task<bool> IsPublishedAsync(RepositoryAddress address, string path, CancellationToken cancellation)
    {
        try
        {
            return await objects.RepositoryAsync(address, cancellation).ConfigureAwait(false) is { Value.Deleted: false } repository
                && view.Shows(repository.Value)
                && RepositoryPath.TryParse(path, out var parsed, out _)
                && (PlainFeed.Has(repository.Value, path)
                    || (await view.PublishedAsync(repository, parsed.Value, cancellation).ConfigureAwait(false)).Published is not null
                    || await IndexCheck.HasAsync(objects, repository, parsed, cancellation).ConfigureAwait(false));
        }
        catch (BintrayException failure) when (DamagedRecord.IsCauseOf(failure))
        {
            // Reported with the record; until that is mended it is not known, and nothing is removed.
            return true;
        }
    }

    private async Task CatchUpAsync(VersionPlace place, VersionAddress version, CancellationToken cancellation)
    {
        var warning = repair ? await view.TryCatchUpAsync(PendingViewUpdate.For(place), cancellation).ConfigureAwait(false) : null;
        report.Note(version.ToString(), warning ?? (repair
            ? "the plain files had not followed the last commit, and have now"
            : "the plain files have not followed the last commit; the next listing, publish or opening brings them up to date"));
    }

    /// <summary>What is wrong with a plain file, or <see langword="null"/>.</summary>
    private string? FaultOf(string target, FileEntry file) => FaultOf(target, file.Size, file.Sha256);

    /// <inheritdoc cref="FaultOf(string, FileEntry)"/>
    public string? FaultOf(string target, long size, string sha256)
    {
        try
        {
            PlainFiles.RefuseLinks(store.Root, target);
            return PlainFiles.LengthOf(target) is not { } length ? "it is missing"
                : length != size ? $"it has {length} bytes instead of {size}"
                : DamagedContents.HasHash(target, sha256) ? null
                : "it has other bytes than were published";
        }
        catch (IOException link)
        {
            return link.Message;
        }
    }

    private async Task<bool> IsCurrentAsync(VersionPlace place, CancellationToken cancellation) =>
        await objects.ReadAsync(place.Head.Key, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false) is { } head
        && head.Value.Manifest == place.Head.Value.Manifest && head.Value.Deleted == place.Head.Value.Deleted;

    private async Task MendAsync(
        VersionPlace place,
        VersionAddress version,
        string path,
        string target,
        string fault,
        bool isDamaged,
        CancellationToken cancellation)
    {
        var address = version.Package.Repository;
        if (isDamaged)
        {
            // The content is reported already. Its bytes must not be served from here; the push that heals it puts the file anew.
            if (repair && PlainFiles.LengthOf(target) is not null)
            {
                using var locked = await files.LockAsync(address, cancellation).ConfigureAwait(false);
                await files.RemoveAsync(address, path, cancellation).ConfigureAwait(false);
            }

            return;
        }

        if (await IsLeftOutAsync(place, address, path, cancellation).ConfigureAwait(false))
        {
            report.Note(target, "it is published, but not among the plain files: another published file is in the way");
        }
        else if (repair && (await mending.PutAsync(place, [path], cancellation).ConfigureAwait(false)).Count > 0)
        {
            report.Mended(target, fault);
        }
        else
        {
            report.Damage(target, fault, repair ? "see what is in the way there" : Cure + ", or push the version again");
        }
    }

    /// <summary>Of <c>a</c> and <c>a/b</c>, both published, one must stay out.</summary>
    private async Task<bool> IsLeftOutAsync(VersionPlace place, RepositoryAddress address, string path, CancellationToken cancellation)
    {
        foreach (var other in files.InTheWayOf(address, path))
        {
            if (RepositoryPath.TryParse(other, out var known, out _)
                && (await view.PublishedAsync(place.In.Repository, known.Value, cancellation).ConfigureAwait(false)).Published is not null)
            {
                return true;
            }
        }

        return false;
    }
}
