using BintrayPush.Api;

namespace BintrayPush.Storage;

/// <summary>Making another manifest the published one: the commit point of everything that changes what the public sees.</summary>
internal sealed class Commits(Objects objects, Lookup lookup, PublicView view)
{
    /// <summary>Commits, flushes, and brings the view up to date.</summary>
    /// <returns><see langword="null"/> if the head has changed since it was read, or what it lives in is gone: read again.</returns>
    public async Task<ServiceAnswer?> TryAsync(VersionPlace place, Manifest manifest, CancellationToken cancellation)
    {
        var commit = await objects.WriteManifestAsync(place.Ruid, place.Vuid, manifest, cancellation).ConfigureAwait(false);
        var work = WorkFor(place);
        var note = await view.NoteAsync(place.In.Repository, work, cancellation).ConfigureAwait(false);
        await objects.Store.FlushAsync([Keys.Manifest(place.Ruid, commit), place.In.Repository.Key, place.In.Package.Key], cancellation)
            .ConfigureAwait(false);

        var head = place.Head.Value;
        var next = head with { Manifest = commit, Glimpsed = view.Glimpsed(place.In.Repository, head), Updated = objects.Now };
        if (await objects.TryReplaceAsync(place.Head, next, RecordJson.Default.VersionHead, cancellation, flush: false).ConfigureAwait(false) is null)
        {
            // The manifest stays for a sweep: if an answer was lost, somebody may have seen it published for a moment.
            await view.ForgetAsync(note, cancellation).ConfigureAwait(false);
            return null;
        }

        // It has happened: neither the caller's patience nor a failure may make it look as if it had not.
        var warnings = new List<string>();
        await TryAsync("it may not survive a power loss", warnings, () => objects.Store.FlushAsync([place.Head.Key], CancellationToken.None))
            .ConfigureAwait(false);
        if (await view.FollowAsync(note, work).ConfigureAwait(false) is { } lagging)
        {
            warnings.Add(lagging);
        }

        // The deletion of a package or a repository leaves the heads below alone: what it overtook was never public.
        var alive = true;
        await TryAsync("its package may have been deleted meanwhile", warnings, async () => alive = await IsAliveAsync(place.In).ConfigureAwait(false))
            .ConfigureAwait(false);
        return alive ? new ServiceAnswer(warnings.Count == 0 ? null : string.Join("; ", warnings)) : null;
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

    private async Task<bool> IsAliveAsync(PackagePlace place)
    {
        var repository = place.Repository.Value;
        var package = PackageAddress.Of(RepositoryAddress.Of(repository.Subject, repository.Name), place.Package.Value.Name);
        return await lookup.PackageAsync(package, CancellationToken.None).ConfigureAwait(false) is { } still
            && still.Ruid == place.Ruid && still.Puid == place.Puid;
    }

    /// <summary>The note that tells of a version.</summary>
    public static ViewWork WorkFor(VersionPlace place)
    {
        var repository = place.In.Repository.Value;
        return new ViewWork(
            repository.Subject, repository.Name, repository.Ruid, place.In.Package.Value.Name, place.In.Puid, place.Head.Value.Name)
        {
            Rev = place.Head.Value.Rev,
        };
    }
}
