using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using BintrayPush.Server.Records;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Users;

/// <summary>
/// Keys that somebody got for an hour, without being given one (docs/server.md, "Sign in without keys"). They are long and random, so they
/// are found by their SHA-256 and hashed no further. The day of their end stands in them: so it is known where they are.
/// </summary>
internal sealed class IssuedKeys(IPrivateFiles files, TimeProvider time)
{
    private const string Prefix = "bpt";
    private const string Day = "yyyyMMdd";
    private const int RandomBytes = 20;
    private const int MostKnown = 10_000;

    private readonly DailyFiles _files = new(files, "key-issued", time);
    private readonly ConcurrentDictionary<string, (string Tag, IssuedKey Key)> _known = new();

    /// <summary>Whether a key may be one of these.</summary>
    public static bool IsOne(string key) => DayOf(key) is not null;

    /// <summary>Makes a key.</summary>
    /// <exception cref="BintrayException">503: it cannot be kept.</exception>
    public async Task<string> IssueAsync(IssuedKey issued, CancellationToken cancellation)
    {
        await _files.TidyAsync(cancellation);
        var day = DateOnly.FromDateTime(issued.Expires.UtcDateTime);
        var key = Prefix + day.ToString(Day, CultureInfo.InvariantCulture)
            + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));
        await files.WriteAsync(
            _files.KeyOf(day, key), JsonSerializer.SerializeToUtf8Bytes(issued, IssuedKeyJson.Default.IssuedKey), cancellation);
        return key;
    }

    /// <summary>What a key is worth; <see langword="null"/> if it is none, is another user's, or has expired.</summary>
    /// <exception cref="BintrayException">503: it cannot be read.</exception>
    public async Task<IssuedKey?> FindAsync(string user, string key, CancellationToken cancellation)
    {
        if (DayOf(key) is not { } day)
        {
            return null;
        }

        var name = _files.KeyOf(day, key);
        if (await files.FindAsync(name, cancellation) is not { } file)
        {
            _known.TryRemove(name, out _);
            return null;
        }

        return await ReadAsync(file, cancellation) is { } found && found.User == user && time.GetUtcNow() < found.Expires ? found : null;
    }

    private async Task<IssuedKey?> ReadAsync(PrivateFile file, CancellationToken cancellation)
    {
        if (_known.TryGetValue(file.Key, out var known) && known.Tag == file.Tag)
        {
            return known.Key;
        }

        if (await files.ReadAsync(file.Key, cancellation) is not { } content
            || JsonSerializer.Deserialize(content, IssuedKeyJson.Default.IssuedKey) is not { } key)
        {
            return null;
        }

        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[file.Key] = (file.Tag, key);
        return key;
    }

    private static DateOnly? DayOf(string key) =>
        key.Length == Prefix.Length + Day.Length + (2 * RandomBytes)
        && key.StartsWith(Prefix, StringComparison.Ordinal)
        && DateOnly.TryParseExact(
            key.AsSpan(Prefix.Length, Day.Length), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : null;
}

/// <summary>What an issued key is worth.</summary>
internal sealed record IssuedKey
{
    /// <summary>The name that comes with it.</summary>
    public required string User { get; init; }

    /// <summary>The subject on which it gives a right, and no other.</summary>
    public required string Subject { get; init; }

    /// <summary>The right.</summary>
    public required Role Scope { get; init; }

    /// <summary>The policy that it was issued by.</summary>
    public required string Policy { get; init; }

    /// <summary>Whether the user is one who is there, and gives it no more than that user's own rights.</summary>
    public bool IsOfUser { get; init; }

    /// <summary>From when on it is worthless.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Who calls with it.</summary>
    /// <param name="user">The user, if the key is one's.</param>
    /// <returns><see langword="null"/> if the user is gone.</returns>
    public Caller? CallerOf(UserRecord? user)
    {
        if (IsOfUser && user is null)
        {
            return null;
        }

        var role = IsOfUser ? user!.Roles.GetValueOrDefault(Subject).Within(Scope) : Scope;
        var roles = new Dictionary<string, Role> { [Subject] = role };
        var key = new ApiKey { Name = $"policy {Policy}", Hash = "", Created = Expires };
        return Caller.Of(new UserRecord { Name = User, Created = Expires, Roles = roles }, key);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IssuedKey))]
internal sealed partial class IssuedKeyJson : JsonSerializerContext;
