namespace BintrayPush.Storage.Records;

/// <summary>
/// Removes manifests that no head refers to any longer: the writer that replaced them does it. Whoever had read the head before and finds
/// a page missing reads the head again. What fails or is cut off here is found by a sweep.
/// </summary>
/// <remarks>
/// A manifest is only ever made from the one that the head names, and is committed only if the head is still the same. So a page that the
/// head's manifests do not have will never be in one of them again.
/// </remarks>
internal sealed class ManifestRemoval(Objects objects)
{
    private const int Tries = 5;

    /// <summary>Removes what a head's replacement left without a reference.</summary>
    public async Task AfterAsync(string repositoryId, VersionHead before, Stored<VersionHead> after)
    {
        var gone = before.Manifests.Except(after.Value.Manifests).ToList();
        if (gone.Count == 0)
        {
            return;
        }

        try
        {
            // A manifest that cannot be read any more has none of its own pages left that others do not share.
            var keys = new HashSet<string>();
            foreach (var commit in gone)
            {
                keys.UnionWith(await KeysAsync(repositoryId, [commit]).ConfigureAwait(false) ?? []);
            }

            await DeleteAsync(repositoryId, keys, gone, after).ConfigureAwait(false);
        }
        catch (BintrayException)
        {
        }
    }

    /// <summary>Removes a manifest whose head could not be replaced, unless it may have been committed and its answer lost.</summary>
    /// <param name="before">The head that was to be replaced.</param>
    /// <param name="refused">The manifest.</param>
    public async Task AfterRefusalAsync(Stored<VersionHead> before, NewManifest refused)
    {
        try
        {
            if (await HeadAsync(before.Key).ConfigureAwait(false) is not { } now)
            {
                await AfterFailureAsync(refused).ConfigureAwait(false);
            }
            else if (now.Value.Rev != before.Value.Rev)
            {
                // (While the head is the same, a repeated request may still arrive.)
                await DeleteAsync(refused.RepositoryId, [.. refused.NewKeys], [refused.Commit], now).ConfigureAwait(false);
            }
        }
        catch (BintrayException)
        {
        }
    }

    /// <summary>Removes a manifest that was never committed.</summary>
    public async Task AfterFailureAsync(NewManifest failed)
    {
        try
        {
            foreach (var key in failed.NewKeys)
            {
                await objects.Store.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (BintrayException)
        {
        }
    }

    /// <summary>Deletes keys of manifests, except those that the head refers to.</summary>
    private async Task DeleteAsync(string repositoryId, HashSet<string> keys, IReadOnlyCollection<string> commits, Stored<VersionHead> head)
    {
        var current = head;
        for (var i = 0; i < Tries; i++)
        {
            if (current.Value.Manifests.Intersect(commits).Any())
            {
                return;
            }

            if (await KeysAsync(repositoryId, current.Value.Manifests).ConfigureAwait(false) is { } referenced)
            {
                // A power loss must not bring back a head that refers to what was removed.
                await objects.Store.FlushAsync(
                    current.Release is { } release ? [release, current.Key] : [current.Key], CancellationToken.None).ConfigureAwait(false);
                foreach (var key in keys.Except(referenced))
                {
                    await objects.Store.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
                }

                return;
            }

            // The head has moved on, and its manifest was removed in turn.
            if (await HeadAsync(head.Key).ConfigureAwait(false) is not { } again)
            {
                return;
            }

            current = again;
        }
    }

    private Task<Stored<VersionHead>?> HeadAsync(string key) =>
        objects.ReadAsync(key, RecordJson.Default.VersionHead, CancellationToken.None);

    /// <summary>The keys of all that some manifests consist of; <see langword="null"/> if one is not there.</summary>
    private async Task<HashSet<string>?> KeysAsync(string repositoryId, IEnumerable<string> commits)
    {
        var keys = new HashSet<string>();
        foreach (var commit in commits)
        {
            if (await objects.Manifests.KeysAsync(repositoryId, commit, CancellationToken.None).ConfigureAwait(false) is not { } found)
            {
                return null;
            }

            keys.UnionWith(found);
        }

        return keys;
    }
}
