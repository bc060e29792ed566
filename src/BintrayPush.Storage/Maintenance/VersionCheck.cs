using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Maintenance;

/// <summary>Checks what one version publishes: its manifest, the contents, the records that downloads go by, and the plain files.</summary>
internal sealed class VersionCheck(Objects objects, CheckReport report, ViewCheck view, bool repair)
{
    private const int AtOnce = 1000;

    /// <summary>Checks a version.</summary>
    /// <returns>The keys of records that were found damaged and reported.</returns>
    public async Task<IReadOnlyCollection<string>> CheckAsync(
        VersionPlace place, DamageFound damagedContents, CancellationToken cancellation)
    {
        var reported = new List<string>();
        var version = AddressOf(place);
        if (await ReadManifestAsync(place, version, cancellation).ConfigureAwait(false) is not { } manifest)
        {
            return reported;
        }

        var damagedFiles = new HashSet<string>();
        foreach (var part in InParts(manifest))
        {
            var lengths = await objects.Store.GetLengthsAsync([.. part.Select(file => Keys.Content(file.Value.Content))], cancellation)
                .ConfigureAwait(false);
            for (var i = 0; i < part.Count; i++)
            {
                report.FileSeen();
                var (path, file) = (part[i].Key, part[i].Value);
                if (damagedContents.FaultOf(file, lengths[i]) is { } fault
                    && await IsStillPublishedAsync(place, path, file, cancellation).ConfigureAwait(false))
                {
                    damagedFiles.Add(path);
                    report.Damage($"{version}: {path}", $"{fault} ('{Keys.Content(file.Content)}')", CureOf(lengths[i] == file.Size));
                }

                if (await CheckRecordAsync(place, version, path, file, cancellation).ConfigureAwait(false) is { } key)
                {
                    reported.Add(key);
                }
            }
        }

        NoteUnsigned(place, version, manifest);
        await view.CheckAsync(place, version, manifest, damagedFiles, cancellation).ConfigureAwait(false);
        return reported;
    }

    /// <summary>What was published before its repository wanted signatures has none.</summary>
    private void NoteUnsigned(VersionPlace place, VersionAddress version, Manifest manifest)
    {
        if (place.In.Repository.Value.Details.GpgSignFiles != true)
        {
            return;
        }

        var signatures = manifest.Files.Where(file => SignaturePath.IsOne(file.Key))
            .ToDictionary(file => file.Key, file => file.Value.Signs);
        var unsigned = manifest.Files.Where(file => !SignaturePath.IsOne(file.Key)
            && !(signatures.TryGetValue(SignaturePath.Of(file.Key), out var signed) && (signed ?? file.Value.Sha256) == file.Value.Sha256));
        if (unsigned.Select(file => file.Key).ToList() is [var first, ..] all)
        {
            report.Note(
                $"{version}: {first}",
                $"{all.Count} public file(s) of this version have no signature of their bytes, and the repository wants its files signed: "
                    + "publish the version again, which signs them");
        }
    }

    private static VersionAddress AddressOf(VersionPlace place)
    {
        var repository = place.In.Repository.Value;
        return VersionAddress.Of(
            PackageAddress.Of(
                RepositoryAddress.Of(repository.Subject, repository.Name), place.In.Package.Value.Name), place.Head.Value.Name);
    }

    private static IEnumerable<IReadOnlyList<KeyValuePair<string, FileEntry>>> InParts(Manifest manifest)
    {
        var part = new List<KeyValuePair<string, FileEntry>>(AtOnce);
        foreach (var file in manifest.Files)
        {
            part.Add(file);
            if (part.Count == AtOnce)
            {
                yield return part;
                part = new(AtOnce);
            }
        }

        yield return part;
    }

    /// <summary>Damage that has the right length is not noticed by a service until it is taken out of use.</summary>
    private string CureOf(bool hasItsLength) => hasItsLength && !repair
        ? "run fsck with --repair, which takes the damaged bytes out of use, and push or upload the same file again"
        : "push or upload the same file again";

    private async Task<Manifest?> ReadManifestAsync(VersionPlace place, VersionAddress version, CancellationToken cancellation)
    {
        try
        {
            if (await objects.ManifestAsync(place.RepositoryId, place.Head.Value.Manifest, cancellation).ConfigureAwait(false)
                is { } manifest)
            {
                return manifest;
            }

            if (!await HasMovedAsync(place, cancellation).ConfigureAwait(false))
            {
                Lost("it is missing");
            }
        }
        catch (BintrayException failure)
        {
            Lost((failure.InnerException ?? failure).Message);
        }

        return null;

        void Lost(string fault) => report.RecordDamage(
            $"{version}: {Keys.Manifest(place.RepositoryId, place.Head.Value.Manifest!)}",
            $"the list of what is published: {fault}",
            "restore this file from a backup; without one, delete the version and push it again");
    }

    /// <summary>A download goes by the record of the path.</summary>
    /// <returns>The record's key if it is damaged.</returns>
    private async Task<string?> CheckRecordAsync(
        VersionPlace place, VersionAddress version, string path, FileEntry file, CancellationToken cancellation)
    {
        var key = Keys.Path(place.RepositoryId, RepositoryPath.Of(path));
        string fault;
        try
        {
            var record = await objects.ReadAsync(key, RecordJson.Default.PathRecord, cancellation).ConfigureAwait(false);
            if (record is not null && record.Value.Path == path && record.Value.Owner.VersionId == place.VersionId)
            {
                return null;
            }

            fault = record is null
                ? "it is missing"
                : $"it says that '{record.Value.Path}' belongs to {record.Value.Owner.Package} {record.Value.Owner.Version}";
        }
        catch (BintrayException failure)
        {
            fault = (failure.InnerException ?? failure).Message;
        }

        if (!await IsStillPublishedAsync(place, path, file, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        var (where, what) = ($"{version}: {path}", $"its record '{key}' is damaged, so that it cannot be downloaded: {fault}");
        if (repair && await RestoreAsync(place, key, path, cancellation).ConfigureAwait(false))
        {
            report.Mended(where, what);
        }
        else
        {
            report.RecordDamage(where, what, "run fsck with --repair, which writes it anew by what the version publishes");
        }

        return key;
    }

    /// <summary>What is published belongs to the version that publishes it. What else waited there is lost with the record.</summary>
    private async Task<bool> RestoreAsync(VersionPlace place, string key, string path, CancellationToken cancellation)
    {
        var record = new PathRecord
        {
            Path = path,
            Owner = new PathOwner(place.In.Package.Value.Name, place.In.PackageId, place.Head.Value.Name, place.VersionId),
        };
        var old = await objects.Store.GetAsync(key, cancellation).ConfigureAwait(false) is { } damaged
            ? new Stored<PathRecord>(key, record, damaged.Tag)
            : null;
        return await objects.TryWriteAsync(key, old, record, RecordJson.Default.PathRecord, cancellation).ConfigureAwait(false) is not null;
    }

    private async Task<bool> HasMovedAsync(VersionPlace place, CancellationToken cancellation) =>
        (await objects.ReadAsync(place.Head.Key, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false))?.Value.Manifest
            != place.Head.Value.Manifest;

    /// <summary>Others work on the store meanwhile: what they replaced or deleted is not damaged.</summary>
    private async Task<bool> IsStillPublishedAsync(VersionPlace place, string path, FileEntry file, CancellationToken cancellation) =>
        await objects.ReadAsync(place.Head.Key, RecordJson.Default.VersionHead, cancellation)
            .ConfigureAwait(false) is { Value.Deleted: false } head
        && (
            await objects.ManifestAsync(place.RepositoryId, head.Value.Manifest, cancellation)
                .ConfigureAwait(false))?.At(path)?.Upload == file.Upload;
}
