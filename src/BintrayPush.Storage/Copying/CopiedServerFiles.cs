using System.Text.Json;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Copying;

/// <summary>
/// The records of <c>bintray-server</c>: users, keys, products, webhooks. They have no place for a mark, so what was written is kept in a
/// list among them. A user that was removed in the source is removed in the target, too.
/// </summary>
/// <param name="pair">The stores.</param>
/// <param name="target">Where they are written.</param>
/// <param name="source">What the source is called.</param>
internal sealed class CopiedServerFiles(CopyPair pair, IPrivateFiles target, string source)
{
    private static readonly string[] Folders = ["user/", "key/", "product/", "webhook/"];

    private readonly string _list = $"copied/{CopyMark.HashOf(source)}.json";

    /// <summary>Copies all of them.</summary>
    public async Task CopyAsync(CancellationToken cancellation)
    {
        var written = await ReadListAsync(cancellation).ConfigureAwait(false);
        var wanted = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var folder in Folders)
        {
            foreach (var key in await pair.Source.Store.ListAsync(folder, cancellation).ConfigureAwait(false))
            {
                // Beside them are the lock files of a folder.
                if (!key.Contains("/lock/") && key.EndsWith(".json", StringComparison.Ordinal)
                    && await pair.Source.Store.GetAsync(key, cancellation).ConfigureAwait(false) is { } read)
                {
                    wanted[key] = read.Value;
                }
            }
        }

        var before = Words(written);
        var changes = new List<(string Key, byte[]? Value, bool IsNew)>();
        foreach (var key in wanted.Keys.Concat(written.Keys).Distinct().ToList())
        {
            wanted.TryGetValue(key, out var value);
            var there = await target.ReadAsync(key, cancellation).ConfigureAwait(false);
            if (IsToBeWritten(key, value, there, written))
            {
                changes.Add((key, value, there is null));
            }
        }

        if (pair.IsDryRun)
        {
            changes.ForEach(_ => pair.Report.RecordCopied());
            return;
        }

        // What replaces an own write is listed before, and what is new is recognized by its bytes: so a copy may be cut off anywhere.
        foreach (var (key, value, _) in changes.Where(change => change.Value is not null && !change.IsNew))
        {
            written[key] = [written[key].Last(), Hex.Sha256Of(value!)];
        }

        await SaveAsync().ConfigureAwait(false);
        foreach (var (key, value, _) in changes)
        {
            await WriteAsync(key, value, written, cancellation).ConfigureAwait(false);
        }

        await SaveAsync().ConfigureAwait(false);

        async Task SaveAsync()
        {
            if (Words(written) is var now && now != before)
            {
                await target.WriteAsync(
                    _list,
                    JsonSerializer.SerializeToUtf8Bytes(written, RecordJson.Default.DictionaryStringStringArray),
                    cancellation).ConfigureAwait(false);
                before = now;
            }
        }
    }

    private static string Words(Dictionary<string, string[]> written) =>
        string.Join(
            "\n", written.Select(file => $"{file.Key} {string.Join(" ", file.Value)}").OrderBy(line => line, StringComparer.Ordinal));

    private bool IsToBeWritten(string key, byte[]? value, byte[]? there, Dictionary<string, string[]> written)
    {
        written.TryGetValue(key, out var hashes);
        if (there is null)
        {
            if (value is null)
            {
                written.Remove(key);
            }
            else if (hashes is not null)
            {
                // A user who was removed in the target must not come back.
                pair.Report.Kept(key, "it was removed in the target");
            }

            return value is not null && hashes is null;
        }

        var found = Hex.Sha256Of(there);
        if (value is not null && there.AsSpan().SequenceEqual(value))
        {
            written[key] = [found];
            return false;
        }

        if (hashes?.Contains(found) == true)
        {
            return true;
        }

        pair.Report.Kept(key, value is null ? "it was removed in the source and changed in the target" : "it was changed in the target");
        return false;
    }

    private async Task WriteAsync(string key, byte[]? value, Dictionary<string, string[]> written, CancellationToken cancellation)
    {
        using var locked = await target.LockAsync(key, cancellation).ConfigureAwait(false);
        if (await target.ReadAsync(key, cancellation).ConfigureAwait(false) is { } there
            && !(written.TryGetValue(key, out var hashes) && hashes.Contains(Hex.Sha256Of(there))))
        {
            pair.Report.Kept(key, "it was changed in the target");
            return;
        }

        if (value is null)
        {
            await target.DeleteAsync(key, cancellation).ConfigureAwait(false);
            written.Remove(key);
        }
        else
        {
            await target.WriteAsync(key, value, cancellation).ConfigureAwait(false);
            written[key] = [Hex.Sha256Of(value)];
        }

        pair.Report.RecordCopied();
    }

    private async Task<Dictionary<string, string[]>> ReadListAsync(CancellationToken cancellation)
    {
        try
        {
            return await target.ReadAsync(_list, cancellation).ConfigureAwait(false) is { } list
                && JsonSerializer.Deserialize(list, RecordJson.Default.DictionaryStringStringArray) is { } written
                ? written
                : [];
        }
        catch (JsonException damage)
        {
            throw DamagedRecord.Of(_list, damage.Message);
        }
    }
}
