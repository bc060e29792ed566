using System.Text.Json.Serialization;

namespace BintrayPush.Server.Users;

/// <summary>A user as the data folder keeps it.</summary>
internal sealed record UserRecord
{
    public required string Name { get; init; }

    /// <summary>The hash of the only key of a user of an earlier version; <see cref="AllKeys"/> has it, too.</summary>
    public string? Key { get; init; }

    /// <summary>The keys; <see langword="null"/> in a record of an earlier version.</summary>
    public IReadOnlyList<ApiKey>? Keys { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>The role per subject.</summary>
    public required IReadOnlyDictionary<string, Role> Roles { get; init; }

    /// <summary>All keys, in the order in which they were made.</summary>
    [JsonIgnore]
    public IReadOnlyList<ApiKey> AllKeys =>
        Key is { } only ? [new ApiKey { Name = ApiKey.First, Hash = only, Created = Created }, .. Keys ?? []] : Keys ?? [];

    /// <summary>The same user with this key beside the others, in the place of one of the same name.</summary>
    public UserRecord With(ApiKey key) => this with { Key = null, Keys = [.. AllKeys.Where(other => other.Name != key.Name), key] };

    /// <summary>The same user with these roles in the place of those on the same subjects; none is taken away.</summary>
    public UserRecord With(IReadOnlyDictionary<string, Role> roles) => this with
    {
        Roles = Roles.Where(role => !roles.ContainsKey(role.Key)).Concat(roles)
            .Where(role => role.Value != Role.None).ToDictionary(),
    };

    /// <summary>The same user without a key.</summary>
    public UserRecord Without(string key) => this with { Key = null, Keys = [.. AllKeys.Where(other => other.Name != key)] };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(UserRecord))]
internal sealed partial class UserJson : JsonSerializerContext;
