using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Formats.Debian;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Maintenance;

/// <summary>Reads the indexes of a Debian repository back, and compares what <c>dl/</c> shows of them.</summary>
internal sealed class IndexCheck(Objects objects, FolderView files, PublicView view, ViewCheck plain, CheckReport report, bool repair)
{
    private const string Cure = "run 'bintray-server reindex', which makes the index anew";

    private readonly PlainIndex _shown = new(objects, files);

    /// <summary>Checks the indexes of a repository.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="damaged">The contents that are damaged.</param>
    /// <param name="cancellation">Ends the check.</param>
    public async Task RunAsync(Stored<RepositoryRecord> repository, DamageFound damaged, CancellationToken cancellation)
    {
        var address = RepositoryAddress.Of(repository.Value.Subject, repository.Value.Name);
        var isMended = false;
        var keys = await objects.Store.ListAsync(Keys.Distributions(repository.Value.RepositoryId), cancellation).ConfigureAwait(false);
        foreach (var key in keys)
        {
            try
            {
                if (await objects.ReadAsync(key, RecordJson.Default.DistributionRecord, cancellation).ConfigureAwait(false) is { } index
                    && await IsWholeAsync(index.Value, address, damaged, cancellation).ConfigureAwait(false)
                    && view.Shows(repository.Value))
                {
                    isMended |= IsWronglyShown(index.Value, repository.Value, address);
                }
            }
            catch (BintrayException failure) when (DamagedRecord.IsCauseOf(failure))
            {
                report.Damage(key, failure.InnerException!.Message, Cure);
            }
        }

        if (DebianIndexes.Has(repository.Value) && report.KnowsWhatIsPublished)
        {
            await CompareAsync(repository, address, cancellation).ConfigureAwait(false);
        }

        if (isMended)
        {
            using var locked = await files.LockAsync(address, cancellation).ConfigureAwait(false);
            await _shown.ShowAsync(repository.Value, cancellation, anew: true).ConfigureAwait(false);
        }
    }

    /// <summary>What keeps a path below <c>dists/</c> among the plain files.</summary>
    public static async Task<bool> HasAsync(
        Objects objects, Stored<RepositoryRecord> repository, RepositoryPath path, CancellationToken cancellation) =>
        DebianIndexes.Has(repository.Value)
            && await IndexFiles.FindAsync(objects, repository, path, cancellation).ConfigureAwait(false) is not null;

    /// <summary>Compares what the indexes name with what is published.</summary>
    private async Task CompareAsync(Stored<RepositoryRecord> repository, RepositoryAddress address, CancellationToken cancellation)
    {
        // Somebody may publish meanwhile: what lags for a moment is no damage, and what lags for ever needs no other cure.
        const string Follows = "the next publish brings it up to date, and 'bintray-server reindex' now";
        var id = repository.Value.RepositoryId;
        var keys = await objects.Store.ListAsync(Keys.Distributions(id), cancellation).ConfigureAwait(false);
        var indexes = new Dictionary<string, DistributionRecord>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            try
            {
                if (await objects.ReadAsync(key, RecordJson.Default.DistributionRecord, cancellation).ConfigureAwait(false) is { } index)
                {
                    indexes[index.Value.Name] = index.Value;
                }
            }
            catch (BintrayException failure) when (DamagedRecord.IsCauseOf(failure))
            {
                // It is reported, and nothing can be said of what it named.
                return;
            }
        }

        var published = await PublishedDebs.ReadAsync(objects, new Lookup(objects), id, cancellation).ConfigureAwait(false);
        foreach (var name in published.Distributions.Concat(indexes.Keys).Distinct().Where(name => !published.IsUploaded(name)).ToList())
        {
            indexes.TryGetValue(name, out var index);
            var where = $"{address}: {DebianNames.Indexes}{name}";
            var named = new HashSet<(string, string)>((await FormerStanzas.ReadAsync(objects, index, cancellation).ConfigureAwait(false))
                .All.Select(package => (package.Path, package.Sha256)));
            var wanted = new HashSet<(string, string)>(published.Packages
                .Where(package => package.Places.Distributions.Contains(name)).Select(package => (package.Path, package.File.Sha256)));
            foreach (var (path, _) in wanted.Except(named))
            {
                report.Note(where, $"the index does not have '{path}', which is published: {Follows}");
            }

            foreach (var (path, _) in named.Except(wanted))
            {
                report.Note(where, $"the index has '{path}' with bytes that are not published: {Follows}");
            }
        }
    }

    private async Task<bool> IsWholeAsync(
        DistributionRecord index, RepositoryAddress address, DamageFound damaged, CancellationToken cancellation)
    {
        var all = index.All.ToList();
        var lengths = await objects.Store.GetLengthsAsync([.. all.Select(file => Keys.Content(file.Content))], cancellation)
            .ConfigureAwait(false);
        var isWhole = true;
        for (var i = 0; i < all.Count; i++)
        {
            if (damaged.FaultOf(all[i].Content, all[i].Size, lengths[i]) is { } fault)
            {
                isWhole = false;
                report.Damage($"{address}: {IndexFiles.PathOf(index, all[i].Path)}", $"{fault} ('{Keys.Content(all[i].Content)}')", Cure);
            }
        }

        return isWhole;
    }

    /// <returns>Whether it is to be shown anew.</returns>
    private bool IsWronglyShown(DistributionRecord index, RepositoryRecord repository, RepositoryAddress address)
    {
        if (index.Shown != index.Generation || index.ShownOf != repository.ViewId)
        {
            report.Note(
                $"{address}: {DebianNames.Indexes}{index.Name}",
                repair
                    ? "the plain files of the index had not followed it, and have now"
                    : "the plain files of the index have not followed it; the next publish or opening brings them up to date");
            return repair;
        }

        var wrong = false;
        foreach (var file in PlainIndex.FilesOf(index))
        {
            var target = files.FileOf(address, IndexFiles.PathOf(index, file.Path));
            if (plain.FaultOf(target, file.Size, file.Sha256) is not { } fault)
            {
                continue;
            }

            wrong = true;
            if (repair)
            {
                report.Mended(target, fault);
            }
            else
            {
                report.Damage(target, fault, ViewCheck.Cure);
            }
        }

        return wrong && repair;
    }
}
