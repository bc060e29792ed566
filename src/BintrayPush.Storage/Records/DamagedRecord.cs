using System.Text.Json.Serialization.Metadata;

namespace BintrayPush.Storage.Records;

/// <summary>
/// A record that is there and makes no sense: why a call could not be carried out. Lists leave it out, so that it costs only itself;
/// every call that depends on it fails and names it.
/// </summary>
internal sealed class DamagedRecordException(string key, string fault) : Exception(fault)
{
    public string Key => key;
}

/// <summary>Telling damage from a store that cannot be read.</summary>
internal static class DamagedRecord
{
    public static BintrayException Of(string key, string fault) => new(
        BintrayException.Unavailable, $"the object '{key}' is damaged: {fault}", new DamagedRecordException(key, fault));

    public static bool IsCauseOf(BintrayException failure) => failure.InnerException is DamagedRecordException;

    /// <summary>
    /// Reads a record without which nothing is lost that counts: one that is damaged is taken for an empty one, and the next write
    /// replaces it.
    /// </summary>
    public static async Task<Stored<T>?> ReadOrEmptyAsync<T>(
        this Objects objects, string key, T empty, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await objects.ReadAsync(key, type, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException damage) when (IsCauseOf(damage))
        {
            return await objects.Store.GetAsync(key, cancellation).ConfigureAwait(false) is { } there
                ? new Stored<T>(key, empty, there.Tag)
                : null;
        }
    }

    /// <summary>Reads records; those that are not there or are damaged are left out.</summary>
    public static async Task<IReadOnlyList<Stored<T>>> ReadIntactAsync<T>(
        this Objects objects, IEnumerable<string> keys, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        const int AtOnce = 16;
        var found = new List<Stored<T>>();
        var batch = new List<Task<Stored<T>?>>(AtOnce);
        foreach (var key in keys)
        {
            batch.Add(TryReadAsync(objects, key, type, cancellation));
            if (batch.Count == AtOnce)
            {
                found.AddRange((await Task.WhenAll(batch).ConfigureAwait(false)).OfType<Stored<T>>());
                batch.Clear();
            }
        }

        found.AddRange((await Task.WhenAll(batch).ConfigureAwait(false)).OfType<Stored<T>>());
        return found;
    }

    private static async Task<Stored<T>?> TryReadAsync<T>(Objects objects, string key, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await objects.ReadAsync(key, type, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException failure) when (IsCauseOf(failure))
        {
            return null;
        }
    }
}
