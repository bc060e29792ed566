using System.Text.Json.Serialization;

namespace BintrayPush.Server.Users;

/// <summary>A user as the data folder keeps it. The key itself is nowhere.</summary>
internal sealed record UserRecord
{
    public required string Name { get; init; }

    /// <summary>What is kept instead of the key, see <see cref="KeyHash"/>.</summary>
    public required string Key { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>The role per subject.</summary>
    public required IReadOnlyDictionary<string, Role> Roles { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(UserRecord))]
internal sealed partial class UserJson : JsonSerializerContext;
