using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Users;

/// <summary>
/// On which day a key was used last, <c>key-use/&lt;user&gt;.json</c>: who clears away keys wants to know which nobody misses. It is
/// written once a day for each key, behind the call, and never in its way.
/// </summary>
internal sealed class KeyUses(IPrivateFiles files, TimeProvider time)
{
    private const string FolderName = "key-use";
    private const string Day = "yyyy-MM-dd";

    private readonly ConcurrentDictionary<(string User, string Key), DateOnly> _noted = new();

    /// <summary>Notes that a key was used.</summary>
    public void Note(string user, string key)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (!_noted.TryGetValue((user, key), out var noted) || noted != today)
        {
            _noted[(user, key)] = today;
            _ = Task.Run(() => WriteAsync(user, key, today.ToString(Day, CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The days by the names of the keys; none if nothing is known.</summary>
    /// <exception cref="BintrayException">503: it cannot be read.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(string user, CancellationToken cancellation)
    {
        try
        {
            return await files.ReadAsync(KeyOf(user), cancellation) is { } content
                ? JsonSerializer.Deserialize(content, KeyUseJson.Default.DictionaryStringString) ?? []
                : [];
        }
        catch (JsonException)
        {
            // Damaged, and worth no more than not to be known.
            return new Dictionary<string, string>();
        }
    }

    /// <summary>Forgets a user.</summary>
    public Task ForgetAsync(string user, CancellationToken cancellation) => files.DeleteAsync(KeyOf(user), cancellation);

    private static string KeyOf(string user) => $"{FolderName}/{user}.json";

    private async Task WriteAsync(string user, string key, string today)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), time);
        try
        {
            using var locked = await files.LockAsync(KeyOf(user), limit.Token);
            var days = new Dictionary<string, string>(await ReadAsync(user, limit.Token)) { [key] = today };
            await files.WriteAsync(
                KeyOf(user), JsonSerializer.SerializeToUtf8Bytes(days, KeyUseJson.Default.DictionaryStringString), limit.Token);
        }
        catch (Exception failure) when (failure is BintrayException or OperationCanceledException)
        {
            // Another server writes the same, or the store is read-only: the next use tries again.
            _noted.TryRemove((user, key), out _);
        }
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class KeyUseJson : System.Text.Json.Serialization.JsonSerializerContext;
