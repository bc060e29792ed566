using System.Text;
using BintrayPush.Api.Service;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>Writes the files of an index as contents. Nobody sees them before the record of the distribution names them.</summary>
internal sealed class IndexWriter(Objects objects)
{
    private readonly Contents _contents = new(objects);

    /// <summary>Writes an index, flushed.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="draft">What the index says.</param>
    /// <param name="old">The index that it is to replace.</param>
    /// <param name="signer">The key that signs it, if one does.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>The record that is to name it.</returns>
    public async Task<DistributionRecord> WriteAsync(
        RepositoryRecord repository, IndexDraft draft, DistributionRecord old, ISigner? signer, CancellationToken cancellation)
    {
        var files = new List<IndexFile>();
        foreach (var (path, bytes) in draft.Packages)
        {
            var plain = await PutAsync(path, bytes, cancellation).ConfigureAwait(false);
            var isKnown = old.Files.Any(file => file.Path == path && file.Sha256 == plain.Sha256);
            var packed = old.Files.FirstOrDefault(file => isKnown && file.Path == path + ".gz");
            files.Add(plain);
            // Not compressed anew: another runtime may make other bytes of the same list.
            files.Add(packed is not null && await IsThereAsync([packed], cancellation).ConfigureAwait(false)
                ? packed
                : await PutAsync(path + ".gz", IndexBytes.Compress(bytes), cancellation).ConfigureAwait(false));
        }

        var made = objects.Now;
        var index = old with
        {
            Generation = old.Generation + 1,
            Made = made,
            SignedBy = signer?.Key.Fingerprint,
            Components = draft.Components,
            Architectures = draft.Architectures,
            Files = files,
            Former = FormerFiles.After(old, files, made),
        };
        var former = new HashSet<string>(index.All.Select(file => file.PathByHash));
        index = index with
        {
            Top = await SignAsync(ReleaseFile.Write(repository, index), signer, cancellation).ConfigureAwait(false),
            Leaving =
            [
                .. old.Leaving.Concat(old.Former.Select(file => file.File.PathByHash)).Distinct().Where(path => !former.Contains(path)),
            ],
        };
        await objects.Store.FlushAsync([.. index.Files.Concat(index.Top).Select(file => Keys.Content(file.Content))], cancellation)
            .ConfigureAwait(false);
        return index;
    }

    /// <summary>Whether the contents of files are there, as far as their lengths tell.</summary>
    public async Task<bool> IsThereAsync(IReadOnlyCollection<IndexFile> files, CancellationToken cancellation)
    {
        var keys = files.Select(file => Keys.Content(file.Content)).ToList();
        var lengths = await objects.Store.GetLengthsAsync(keys, cancellation).ConfigureAwait(false);
        return files.Select(file => (long?)file.Size).SequenceEqual(lengths);
    }

    private async Task<List<IndexFile>> SignAsync(string release, ISigner? signer, CancellationToken cancellation)
    {
        var bytes = Encoding.UTF8.GetBytes(release);
        var files = new List<IndexFile> { await PutAsync(ReleaseFile.Name, bytes, cancellation).ConfigureAwait(false) };
        if (signer is not null)
        {
            using var content = new MemoryStream(bytes, writable: false);
            files.Add(await PutAsync(
                ReleaseFile.Signature, await signer.SignAsync(content, cancellation).ConfigureAwait(false), cancellation)
                .ConfigureAwait(false));
            files.Add(await PutAsync(
                ReleaseFile.ClearSigned, await signer.ClearSignAsync(release, cancellation).ConfigureAwait(false), cancellation)
                .ConfigureAwait(false));
        }

        return files;
    }

    private async Task<IndexFile> PutAsync(string path, byte[] bytes, CancellationToken cancellation)
    {
        using var content = new MemoryStream(bytes, writable: false);
        using var arrived = await _contents.ArriveAsync(content, bytes.Length, sha256: null, keep: true, cancellation)
            .ConfigureAwait(false);
        var name = await _contents.NameAsync(arrived, cancellation).ConfigureAwait(false);
        return new IndexFile(path, name, arrived.Hashes.Sha256, bytes.Length);
    }
}
