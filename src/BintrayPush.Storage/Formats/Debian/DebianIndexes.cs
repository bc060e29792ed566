using BintrayPush.Api.Service;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>
/// The indexes of Debian repositories (docs/store.md, "Debian indexes"). They follow what is published; the commit point of each is the
/// record of its distribution.
/// </summary>
internal sealed class DebianIndexes(Objects objects, Lookup lookup, IViewFiles? files)
{
    private readonly IndexWriter _writer = new(objects);
    private readonly IndexKey _key = new(objects.StorageEnvironment.Keys);
    private readonly PlainIndex _plain = new(objects, files);

    /// <summary>Whether a repository has an index.</summary>
    public static bool Has(RepositoryRecord repository) => repository.Details.Type == RepositoryTypes.Debian;

    /// <summary>Refuses what would leave the index without its signature, before anything is public.</summary>
    /// <exception cref="BintrayException">400: the key of the subject cannot be opened, or it does not sign.</exception>
    public async Task RequireSignerAsync(Stored<RepositoryRecord> repository, Secret? passphrase, CancellationToken cancellation)
    {
        if (Has(repository.Value) && objects.StorageEnvironment.DebReader is not null)
        {
            var signedBefore = (await RecordsAsync(repository, cancellation).ConfigureAwait(false)).Select(index => index.Value.SignedBy);
            using var signer = await _key.OpenAsync(repository.Value.Subject, passphrase, signedBefore.OfType<string>(), cancellation)
                .ConfigureAwait(false);
            if (signer is not null)
            {
                // A program that signs may be there and fail: an index that could not follow would be known only after the commit.
                await signer.ClearSignAsync("Can this be signed?\n", cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Packages that are to be published, and have the name, version and architecture of another one in a distribution, with other bytes.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="coming">The files that are to be published, by their paths.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>All that are known by what the indexes say, some of which may be gone.</returns>
    public async Task<IReadOnlyList<DebTwin>> FindTwinsAsync(
        Stored<RepositoryRecord> repository, IReadOnlyDictionary<string, FileEntry> coming, CancellationToken cancellation)
    {
        if (!Has(repository.Value) || objects.StorageEnvironment.DebReader is not { } reader
            || PublishedDebs.Of(coming) is not { Count: > 0 } packages)
        {
            return [];
        }

        var twins = new List<DebTwin>();
        var stanzas = new PackageStanzas(objects, reader);
        var records = await RecordsAsync(repository, cancellation).ConfigureAwait(false);
        foreach (var name in packages.SelectMany(package => package.Places.Distributions).Distinct())
        {
            var record = records.FirstOrDefault(record => record.Value.Name == name);
            var former = await FormerStanzas.ReadAsync(objects, record?.Value, cancellation).ConfigureAwait(false);
            // What is replaced by this publish is no twin of what comes.
            var known = former.All.Where(package => !coming.ContainsKey(package.Path)).GroupBy(package => DebIdentity.Of(package.Stanza))
                .ToDictionary(same => same.Key, same => (same.First().Path, same.First().Sha256, IsPublished: true));
            foreach (var package in packages.Where(package => package.Places.Distributions.Contains(name)))
            {
                if (await stanzas.FindAsync(package, former, cancellation).ConfigureAwait(false) is not { } stanza)
                {
                    continue;
                }

                var identity = DebIdentity.Of(stanza);
                if (known.TryGetValue(identity, out var other) && other.Sha256 != package.File.Sha256)
                {
                    twins.Add(new DebTwin(identity, name, package.Path, other.Path, other.Sha256, other.IsPublished));
                }
                else if (!known.ContainsKey(identity))
                {
                    known[identity] = (package.Path, package.File.Sha256, IsPublished: false);
                }
            }
        }

        return twins;
    }

    /// <summary>Makes the indexes of a repository say what is published. Where they do, nothing is written.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="passphrase">What the key of the subject is opened with.</param>
    /// <param name="isShown">Whether <c>dl/</c> is to follow; it has the packages by then.</param>
    /// <param name="cancellation">Ends the work, which may be done again.</param>
    /// <param name="anew">Whether all packages are read again, and a record that is damaged is replaced.</param>
    /// <returns>A warning, or <see langword="null"/>.</returns>
    /// <exception cref="BintrayException">The indexes are not up to date.</exception>
    public async Task<string?> CatchUpAsync(
        Stored<RepositoryRecord> repository, Secret? passphrase, bool isShown, CancellationToken cancellation, bool anew = false)
    {
        try
        {
            var reader = objects.StorageEnvironment.DebReader ?? throw IndexLag.NoReader();
            var retry = new WriteRetry(objects, $"the index of '{repository.Value.Subject}/{repository.Value.Name}'");
            var warnings = new List<string>();
            while (!await TryUpdateAsync(repository, new PackageStanzas(objects, reader), passphrase, anew, warnings, cancellation)
                .ConfigureAwait(false))
            {
                await retry.AgainAsync(cancellation).ConfigureAwait(false);
                warnings.Clear();
            }

            if (isShown)
            {
                await _plain.ShowAsync(repository.Value, cancellation, anew).ConfigureAwait(false);
            }

            return warnings.Count == 0 ? null : string.Join("; ", warnings);
        }
        catch (BintrayException trouble)
        {
            throw IndexLag.Of(trouble);
        }
    }

    /// <summary>The records of a repository, as they are before it is looked what is published.</summary>
    private async Task<IReadOnlyList<Stored<DistributionRecord>>> RecordsAsync(
        Stored<RepositoryRecord> repository, CancellationToken cancellation)
    {
        var keys = await objects.Store.ListAsync(Keys.Distributions(repository.Value.RepositoryId), cancellation).ConfigureAwait(false);
        return await objects.ReadAllAsync(keys, RecordJson.Default.DistributionRecord, cancellation).ConfigureAwait(false);
    }

    /// <returns>Whether all is up to date; <see langword="false"/> if somebody else has replaced an index meanwhile.</returns>
    private async Task<bool> TryUpdateAsync(
        Stored<RepositoryRecord> repository,
        PackageStanzas stanzas,
        Secret? passphrase,
        bool anew,
        List<string> warnings,
        CancellationToken cancellation)
    {
        // First: whoever replaces one of these has looked later than whoever made it, so no index ever goes back behind another.
        var records = anew
            ? await DamagedIndexes.ReadAsync(objects, repository, cancellation).ConfigureAwait(false)
            : await RecordsAsync(repository, cancellation).ConfigureAwait(false);
        var published = await PublishedDebs.ReadAsync(objects, lookup, repository.Value.RepositoryId, cancellation).ConfigureAwait(false);
        var fingerprint = await _key.FindAsync(repository.Value.Subject, cancellation).ConfigureAwait(false);
        ISigner? signer = null;
        try
        {
            // A damaged record has no name, and its distribution one if a package is in it.
            var names = published.Distributions.Concat(records.Select(record => record.Value.Name).Where(name => name.Length > 0));
            foreach (var name in names.Distinct())
            {
                var key = Keys.Distribution(repository.Value.RepositoryId, name);
                var old = records.FirstOrDefault(record => record.Key == key);
                if (published.IsUploaded(name))
                {
                    warnings.Add(
                        $"'{DebianNames.Indexes}{name}' was uploaded and stays as it is; delete these files to have the index made");
                    continue;
                }

                var former = await FormerStanzas.ReadAsync(objects, anew ? null : old?.Value, cancellation).ConfigureAwait(false);
                var draft = await IndexDraft.MakeAsync(name, published, old?.Value, former, stanzas, cancellation).ConfigureAwait(false);
                warnings.AddRange(draft.Faults);
                if (old is { Value.Generation: > 0 } && old.Value.SignedBy == fingerprint && draft.IsIn(old.Value)
                    && await _writer.IsThereAsync([.. old.Value.Files, .. old.Value.Top], cancellation).ConfigureAwait(false))
                {
                    continue;
                }

                signer ??= await _key.OpenAsync(
                    repository.Value.Subject, passphrase, records.Select(record => record.Value.SignedBy).OfType<string>(), cancellation)
                    .ConfigureAwait(false);
                var before = (old?.Value ?? new DistributionRecord { Name = name }) with { Name = name };
                var index = await _writer.WriteAsync(repository.Value, draft, before, signer, cancellation).ConfigureAwait(false);
                if (await objects.TryWriteAsync(key, old, index, RecordJson.Default.DistributionRecord, cancellation)
                    .ConfigureAwait(false) is null)
                {
                    return false;
                }
            }
        }
        finally
        {
            signer?.Dispose();
        }

        warnings.AddRange(published.Faults.Concat(stanzas.Faults));
        if (fingerprint is null && published.Packages.Count > 0)
        {
            warnings.Add($"the Debian index is not signed: '{repository.Value.Subject}' has no key");
        }

        return true;
    }
}
