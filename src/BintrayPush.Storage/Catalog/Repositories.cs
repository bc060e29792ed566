using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Catalog;

/// <summary>Repositories (protocol reference, section 3).</summary>
internal sealed class Repositories(Objects objects, Lookup lookup, PublicView view)
{
    public async Task<IReadOnlyList<Repository>> ListAsync(string subject, CancellationToken cancellation)
    {
        var repositories = new List<Repository>();
        foreach (var record in await RecordsOfAsync(subject, cancellation).ConfigureAwait(false))
        {
            repositories.Add(await ShownAsync(record, cancellation).ConfigureAwait(false));
        }

        return repositories;
    }

    /// <summary>The same without the number of their packages, for which one would have to look into each.</summary>
    public async Task<IReadOnlyList<Repository>> ListUncountedAsync(string subject, CancellationToken cancellation) =>
        [.. (await RecordsOfAsync(subject, cancellation).ConfigureAwait(false)).Select(record => Shown(record.Value, packages: 0))];

    public async Task<Repository?> GetAsync(RepositoryAddress address, CancellationToken cancellation) =>
        await lookup.RepositoryAsync(address, cancellation).ConfigureAwait(false) is { } found
            ? await ShownAsync(found, cancellation).ConfigureAwait(false)
            : null;

    public async Task<Repository> CreateAsync(RepositoryAddress address, RepositoryDetails details, CancellationToken cancellation)
    {
        var type = TypeOf(details);
        var key = Keys.Repository(address);
        var retry = new WriteRetry(objects, $"repository '{address}'");
        await RefuseTwinOfSubjectAsync(address.Subject, cancellation).ConfigureAwait(false);
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var old = await objects.RepositoryAsync(address, cancellation).ConfigureAwait(false);
            if (old is { Value.Deleted: false })
            {
                throw old.Value.Subject == address.Subject
                    ? StoreRefusal.Exists("Repo", address.ToString(), $"{old.Value.Subject}/{old.Value.Name}")
                    : StoreRefusal.TwinOfSubject(address.Subject);
            }

            if (old is not null && view.MustBeEmptied(old.Value))
            {
                // What the dead one left in dl/ must not come to life with the new one.
                await view.CatchUpAsync(new PendingViewUpdate(old.Value.Subject, old.Value.Name, old.Value.RepositoryId), cancellation)
                    .ConfigureAwait(false);
                continue;
            }

            var record = new RepositoryRecord
            {
                Subject = address.Subject,
                Name = address.Name,
                RepositoryId = objects.NewId(),
                Created = objects.Now,
                Details = details with { Type = type },
            };
            if (old is not null)
            {
                // From here on no record names the old id: without this a sweep could not tell it from one whose record was lost.
                await objects.Store.PutIfAbsentAsync(Keys.Dead(old.Value.RepositoryId), [], cancellation).ConfigureAwait(false);
            }

            if (await objects.TryWriteAsync(key, old, record, RecordJson.Default.RepositoryRecord, cancellation)
                .ConfigureAwait(false) is { } created)
            {
                return Shown(created.Value, packages: 0);
            }
        }
    }

    public async Task UpdateAsync(RepositoryAddress address, RepositoryDetails changes, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"repository '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var old = await lookup.RequireAsync(address, cancellation).ConfigureAwait(false);
            var work = new PendingViewUpdate(address.Subject, address.Name, old.Value.RepositoryId) { Rev = old.Value.Rev };
            if (view.MustBeEmptied(old.Value))
            {
                // Somebody made it private and did not come to the end. Until then it does not become public again.
                await view.CatchUpAsync(work, cancellation).ConfigureAwait(false);
                continue;
            }

            var record = old.Value with { Details = old.Value.Details.ChangedBy(changes) };
            var hides = view.Shows(old.Value) && !view.Shows(record);
            var shows = view.Withholds(old.Value) && !view.Withholds(record);
            record = record with { InView = hides, ViewId = shows ? objects.NewId() : record.ViewId };
            var note = hides || shows ? await view.NoteAsync(work, cancellation).ConfigureAwait(false) : null;
            if (await objects.TryReplaceAsync(old, record, RecordJson.Default.RepositoryRecord, cancellation)
                .ConfigureAwait(false) is not null)
            {
                await FollowAsync(old.Key, hides, note, work).ConfigureAwait(false);
                return;
            }

            await view.ForgetAsync(note, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Shows or hides what the record says. Private counts only when the plain files are gone: if that fails, so does the call, and it
    /// may be repeated; the service itself keeps the files from everybody from the commit on.
    /// </summary>
    private async Task FollowAsync(string key, bool hides, string? note, PendingViewUpdate work)
    {
        if (note is null)
        {
            return;
        }

        if (!hides)
        {
            // Public all the same: what is missing among the plain files is brought by the next listing or opening.
            await objects.Store.FlushAsync([key], CancellationToken.None).ConfigureAwait(false);
            await view.FollowAsync(note, work).ConfigureAwait(false);
            return;
        }

        try
        {
            await objects.Store.FlushAsync([key], CancellationToken.None).ConfigureAwait(false);
            await view.CatchUpAsync(work, CancellationToken.None).ConfigureAwait(false);
        }
        catch (BintrayException trouble)
        {
            throw new BintrayException(
                BintrayException.Unavailable,
                $"repository '{work.Address}' is private now, but its plain files may still be there; repeat the call: {trouble.Message}",
                trouble);
        }

        await view.DropAsync(note).ConfigureAwait(false);
    }

    private async Task<IEnumerable<Stored<RepositoryRecord>>> RecordsOfAsync(string subject, CancellationToken cancellation)
    {
        var keys = await objects.Store.ListAsync(Keys.RepositoriesOf(subject), cancellation).ConfigureAwait(false);
        var records = await objects.ReadIntactAsync(keys, RecordJson.Default.RepositoryRecord, cancellation).ConfigureAwait(false);
        return records.Where(record => !record.Value.Deleted && record.Value.Subject == subject)
            .OrderBy(record => record.Value.Name, StringComparer.Ordinal);
    }

    /// <summary>
    /// Subjects that differ only in letter case share their keys: the second one could take names away from the first, and find out
    /// what its private repositories are called. The answer is the same whatever the first one has.
    /// </summary>
    private async Task RefuseTwinOfSubjectAsync(string subject, CancellationToken cancellation)
    {
        var keys = await objects.Store.ListAsync(Keys.RepositoriesOf(subject), cancellation).ConfigureAwait(false);
        var records = await objects.ReadAllAsync(keys, RecordJson.Default.RepositoryRecord, cancellation).ConfigureAwait(false);
        var owners = records.Where(record => !record.Value.Deleted).Select(record => record.Value.Subject).ToList();
        if (owners.Count > 0 && !owners.Contains(subject))
        {
            throw StoreRefusal.TwinOfSubject(subject);
        }
    }

    private static string TypeOf(RepositoryDetails details) =>
        RepositoryTypes.TryParse(details.Type, out var type)
            ? type
            : throw StoreRefusal.BadRequest(
                $"'{details.Type}' is not a repository type; there are {string.Join(", ", RepositoryTypes.All)}");

    private static Repository Shown(RepositoryRecord record, int packages) => new()
    {
        Address = RepositoryAddress.Of(record.Subject, record.Name),
        Details = record.Details,
        Created = record.Created,
        PackageCount = packages,
    };

    private async Task<Repository> ShownAsync(Stored<RepositoryRecord> record, CancellationToken cancellation)
    {
        // Every push asks for its repository, so its packages are counted by their names.
        var keys = await PackageKeys.ListAsync(objects, record.Value.RepositoryId, cancellation).ConfigureAwait(false);
        return Shown(record.Value, keys.Count);
    }
}
