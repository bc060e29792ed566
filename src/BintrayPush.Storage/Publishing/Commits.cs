using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Publishing;

/// <summary>Making another manifest the published one: the commit point of everything that changes what the public sees.</summary>
internal sealed class Commits(
    Objects objects, Lookup lookup, PublicView view, ManifestRemoval removal, ReleaseRecords releases)
{
    /// <summary>Commits, flushes, and brings the view up to date.</summary>
    /// <returns><see langword="null"/> if the head has changed since it was read, or what it lives in is gone: read again.</returns>
    public async Task<ServiceAnswer?> TryAsync(
        VersionPlace place, Manifest manifest, CancellationToken cancellation, Secret? passphrase = null)
    {
        if (await PrepareAsync(place, manifest, cancellation).ConfigureAwait(false) is not var (head, written))
        {
            return null;
        }

        string note;
        try
        {
            note = await view.NoteAsync(PendingViewUpdate.For(place), cancellation).ConfigureAwait(false);
        }
        catch
        {
            await removal.AfterFailureAsync(written).ConfigureAwait(false);
            throw;
        }

        var next = head with { Manifest = written.Commit, Updated = objects.Now };
        if (await objects.TryReplaceAsync(place.Head, next, RecordJson.Default.VersionHead, cancellation, flush: false)
            .ConfigureAwait(false) is not { } committed)
        {
            await removal.AfterRefusalAsync(place.Head, written).ConfigureAwait(false);
            await view.ForgetAsync(note, cancellation).ConfigureAwait(false);
            return null;
        }

        // It has happened: neither the caller's patience nor a failure may make it look as if it had not.
        var warnings = new List<string>();
        await TryAsync(
            "it may not survive a power loss", warnings, () => objects.Store.FlushAsync([place.Head.Key], CancellationToken.None))
            .ConfigureAwait(false);
        return await FollowAsync(place, committed, note, warnings, passphrase).ConfigureAwait(false)
            ? new ServiceAnswer(Joined(warnings))
            : null;
    }

    /// <summary>Writes the manifest that a head is to name, and flushes it with all that it hangs on.</summary>
    /// <returns>
    /// The head without the manifest, and the manifest; <see langword="null"/> if the head has changed since it was read, or a release is
    /// open there: read again.
    /// </returns>
    public async Task<(VersionHead Head, NewManifest Written)?> PrepareAsync(
        VersionPlace place, Manifest manifest, CancellationToken cancellation)
    {
        if (place.Head.Value.Next is { } open)
        {
            await releases.MeetAsync(open, cancellation).ConfigureAwait(false);
            return null;
        }

        if (await view.BeforeCommitAsync(place, cancellation).ConfigureAwait(false) is not { } head)
        {
            return null;
        }

        var written = await objects.Manifests.PrepareAsync(place.RepositoryId, place.VersionId, head.Manifest, manifest, cancellation)
            .ConfigureAwait(false);
        try
        {
            await objects.Manifests.WriteAsync(written, cancellation).ConfigureAwait(false);
            await objects.Store.FlushAsync([.. written.NewKeys, place.In.Repository.Key, place.In.Package.Key], cancellation)
                .ConfigureAwait(false);
        }
        catch
        {
            await removal.AfterFailureAsync(written).ConfigureAwait(false);
            throw;
        }

        return (head, written);
    }

    /// <summary>What comes after a commit: the view follows, and the manifest before goes. It is not given up with the call.</summary>
    /// <param name="place">The version, with the head before.</param>
    /// <param name="committed">The head that names the new manifest.</param>
    /// <param name="note">The note that was left for the view.</param>
    /// <param name="warnings">Gets what went wrong.</param>
    /// <param name="passphrase">What the key that signs indexes is opened with.</param>
    /// <param name="isWrittenDown">Whether those who follow the changes have been told already.</param>
    /// <returns>Whether the package is still there: the deletion of a package or a repository leaves the heads below alone.</returns>
    public async Task<bool> FollowAsync(
        VersionPlace place,
        Stored<VersionHead> committed,
        string? note,
        List<string> warnings,
        Secret? passphrase = null,
        bool isWrittenDown = false)
    {
        var work = PendingViewUpdate.For(place);
        if (await view.FollowAsync(note, work, passphrase, isWrittenDown).ConfigureAwait(false) is { } lagging)
        {
            warnings.Add(lagging);
        }

        await removal.AfterAsync(place.RepositoryId, place.Head.Value, committed).ConfigureAwait(false);

        PackagePlace? still = place.In;
        await TryAsync(
            "its package may have been deleted meanwhile", warnings, async () => still = await NowAsync(place.In).ConfigureAwait(false))
            .ConfigureAwait(false);

        // Private before and public now: the call that made it public may have looked before this version was there.
        if (note is null && still is not null && view.Lags(still.Repository, committed.Value)
            && await view.TryCatchUpAsync(work, CancellationToken.None).ConfigureAwait(false) is { } behind)
        {
            warnings.Add(behind);
        }

        return still is not null;
    }

    /// <summary>Warnings as one; <see langword="null"/> for none.</summary>
    public static string? Joined(IReadOnlyList<string> warnings) => warnings.Count == 0 ? null : string.Join("; ", warnings);

    /// <summary>Does what comes after a commit; a failure is a warning.</summary>
    /// <returns>Whether it succeeded.</returns>
    public static async Task<bool> TryAsync(string otherwise, List<string> warnings, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (BintrayException trouble)
        {
            warnings.Add($"this is published, but {otherwise}: {trouble.Message}");
            return false;
        }
    }

    /// <summary>The package as it is now, or <see langword="null"/> if it is gone.</summary>
    public async Task<PackagePlace?> NowAsync(PackagePlace place)
    {
        var repository = place.Repository.Value;
        var package = PackageAddress.Of(RepositoryAddress.Of(repository.Subject, repository.Name), place.Package.Value.Name);
        return await lookup.PackageAsync(package, CancellationToken.None).ConfigureAwait(false) is { } still
            && still.RepositoryId == place.RepositoryId && still.PackageId == place.PackageId ? still : null;
    }
}
