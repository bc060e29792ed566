using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Publishing;

/// <summary>Making another manifest the published one: the commit point of everything that changes what the public sees.</summary>
internal sealed class Commits(Objects objects, Lookup lookup, PublicView view, ManifestRemoval removal)
{
    /// <summary>Commits, flushes, and brings the view up to date.</summary>
    /// <returns><see langword="null"/> if the head has changed since it was read, or what it lives in is gone: read again.</returns>
    public async Task<ServiceAnswer?> TryAsync(VersionPlace place, Manifest manifest, CancellationToken cancellation)
    {
        if (await view.BeforeCommitAsync(place, cancellation).ConfigureAwait(false) is not { } head)
        {
            return null;
        }

        var manifests = objects.Manifests;
        var written =
            await manifests.PrepareAsync(place.RepositoryId, place.VersionId, head.Manifest, manifest, cancellation).ConfigureAwait(false);
        var work = WorkFor(place);
        string? note;
        try
        {
            await manifests.WriteAsync(written, cancellation).ConfigureAwait(false);
            note = await view.NoteAsync(place.In.Repository, work, cancellation).ConfigureAwait(false);
            await objects.Store.FlushAsync([.. written.NewKeys, place.In.Repository.Key, place.In.Package.Key], cancellation)
                .ConfigureAwait(false);
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
        if (await view.FollowAsync(note, work).ConfigureAwait(false) is { } lagging)
        {
            warnings.Add(lagging);
        }

        await removal.AfterAsync(place.RepositoryId, place.Head.Value, committed).ConfigureAwait(false);

        // The deletion of a package or a repository leaves the heads below alone: what it overtook was never public.
        PackagePlace? still = place.In;
        await TryAsync(
            "its package may have been deleted meanwhile", warnings, async () => still = await NowAsync(place.In).ConfigureAwait(false))
            .ConfigureAwait(false);
        if (still is null)
        {
            return null;
        }

        // Private before and public now: the call that made it public may have looked before this version was there.
        if (note is null && view.Lags(still.Repository, committed.Value)
            && await view.TryCatchUpAsync(work, CancellationToken.None).ConfigureAwait(false) is { } behind)
        {
            warnings.Add(behind);
        }

        return new ServiceAnswer(warnings.Count == 0 ? null : string.Join("; ", warnings));
    }

    private static async Task TryAsync(string otherwise, List<string> warnings, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (BintrayException trouble)
        {
            warnings.Add($"this is published, but {otherwise}: {trouble.Message}");
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

    /// <summary>The note for a version.</summary>
    public static PendingViewUpdate WorkFor(VersionPlace place)
    {
        var repository = place.In.Repository.Value;
        return new PendingViewUpdate(
            repository.Subject, repository.Name, repository.RepositoryId,
            place.In.Package.Value.Name, place.In.PackageId, place.Head.Value.Name)
        {
            Rev = place.Head.Value.Rev,
        };
    }
}
