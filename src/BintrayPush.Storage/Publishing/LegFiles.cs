using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Publishing;

/// <summary>The files of legs where they wait: in their versions.</summary>
internal sealed class LegFiles(Objects objects, Publications publications, Discards discards)
{
    /// <summary>Makes sure that everything is there as a leg says, waiting or published.</summary>
    /// <exception cref="BintrayException">404: a version is not there. 409: a file is not, or has other bytes.</exception>
    public async Task RequireAsync(ReleaseAddress release, LegName leg, LegManifest manifest, CancellationToken cancellation)
    {
        foreach (var version in manifest.Versions)
        {
            var next = await NextAsync(release, leg, version, cancellation).ConfigureAwait(false);
            if (version.Files.FirstOrDefault(file => next.At(file.Path.Value)?.Size != file.Size) is { } wrong)
            {
                throw LegRefusal.FilesChanged(release, leg, $"'{wrong.Path}' has not {wrong.Size} bytes");
            }
        }
    }

    /// <summary>Whether all of it is published, with these bytes.</summary>
    public async Task<bool> ArePublicAsync(IEnumerable<LegManifest> manifests, CancellationToken cancellation)
    {
        try
        {
            foreach (var version in manifests.SelectMany(manifest => manifest.Versions))
            {
                if ((await FindAsync(version, cancellation).ConfigureAwait(false)).Files.Count > 0)
                {
                    return false;
                }
            }

            return true;
        }
        catch (BintrayException refusal) when (refusal.Status is BintrayException.Conflict or BintrayException.NotFound)
        {
            return false;
        }
    }

    /// <summary>Drops what waits of a leg's files, if it has the bytes of the leg.</summary>
    /// <returns>How many files that were.</returns>
    public async Task<int> DropAsync(
        LegManifest? manifest, Func<(VersionAddress Version, LegFile File), bool> which, CancellationToken cancellation)
    {
        var dropped = 0;
        foreach (var (version, files) in manifest?.Versions ?? [])
        {
            var going = files.Where(file => which((version, file))).ToDictionary(file => file.Path.Value, file => file.Sha256);
            if (going.Count == 0)
            {
                continue;
            }

            try
            {
                dropped += (await discards.DiscardAsync(
                    version, file => going.TryGetValue(file.Path, out var sha256) && file.Upload.File.Sha256 == sha256, cancellation)
                    .ConfigureAwait(false)).Files;
            }
            catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
            {
                // Its version was deleted, and the file with it.
            }
        }

        return dropped;
    }

    /// <returns>What a publish of exactly these files would make public.</returns>
    private async Task<Manifest> NextAsync(ReleaseAddress release, LegName leg, LegVersion version, CancellationToken cancellation)
    {
        try
        {
            return (await FindAsync(version, cancellation).ConfigureAwait(false)).Next;
        }
        catch (BintrayException refusal) when (refusal.Status == BintrayException.Conflict)
        {
            throw LegRefusal.FilesChanged(release, leg, refusal.Message);
        }
    }

    private async Task<Publication> FindAsync(LegVersion version, CancellationToken cancellation)
    {
        var expected = version.Files.Select(file => new ExpectedFile(file.Path, file.Sha256)).ToList();
        var retry = new WriteRetry(objects, $"version '{version.Version}'");
        while (true)
        {
            if (await publications.FindAsync(version.Version, expected, cancellation).ConfigureAwait(false) is { } found)
            {
                return found;
            }

            await retry.AgainAsync(cancellation).ConfigureAwait(false);
        }
    }
}
