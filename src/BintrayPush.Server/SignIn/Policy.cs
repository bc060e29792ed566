using System.Text.Json.Serialization;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.SignIn;

/// <summary>Whom a subject trusts without a key: whose tokens, with which claims, for what.</summary>
internal sealed record Policy
{
    /// <summary>
    /// Claims that name something by a name that its owner can change, and that somebody else may have after that, each with the claim
    /// that says which one it is: of GitHub and of GitLab.
    /// </summary>
    private static readonly IReadOnlyList<(string Name, string Id)> Identities =
    [
        ("repository", "repository_id"),
        ("repository_owner", "repository_owner_id"),
        ("project_path", "project_id"),
        ("namespace_path", "namespace_id"),
    ];

    /// <summary>By what it is removed.</summary>
    public required string Id { get; init; }

    /// <summary>The subject that trusts.</summary>
    public required string Subject { get; init; }

    /// <summary>Who signs the tokens, as it stands in them.</summary>
    public required string Issuer { get; init; }

    /// <summary>For whom a token must be made.</summary>
    public required string Audience { get; init; }

    /// <summary>What a token must say. A value that ends in <c>*</c> stands for all that begin so.</summary>
    public required IReadOnlyDictionary<string, string> Claims { get; init; }

    /// <summary>What a key is for.</summary>
    public required Role Scope { get; init; }

    /// <summary>The name that a client says; it gets the key of that name.</summary>
    public required string User { get; init; }

    /// <summary>Whether that is a user who is there, whose own rights are the most that a key gives.</summary>
    public bool IsOfUser { get; init; }

    /// <summary>The keys of the issuer (a JSON Web Key Set); without them they are asked for at the issuer.</summary>
    public string? Keys { get; init; }

    /// <summary>The ids that the first token had, by the names of the claims; <see langword="null"/> before the first.</summary>
    public IReadOnlyDictionary<string, string>? Ids { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>What keeps a token with these claims from being one that this policy trusts.</summary>
    /// <param name="claim">The values of a claim; none if there is no such claim.</param>
    /// <returns><see langword="null"/> if nothing does.</returns>
    public string? FaultOf(Func<string, IReadOnlyList<string>> claim)
    {
        foreach (var (name, id) in Ids ?? new Dictionary<string, string>())
        {
            if (!claim(name).Contains(id, StringComparer.Ordinal))
            {
                return $"its {name} is another one than that of the first token, which is {id}";
            }
        }

        foreach (var (name, value) in Claims)
        {
            // Renamed: the id says that it is still the same.
            var id = Identities.FirstOrDefault(identity => identity.Name == name).Id;
            if ((id is null || Ids?.ContainsKey(id) != true) && !claim(name).Any(given => Fits(value, given)))
            {
                return claim(name) is [var other, ..] ? $"its {name} is '{other}'" : $"it has no claim {name}";
            }
        }

        return null;
    }

    /// <summary>The same policy, which remembers the ids of the first token.</summary>
    public Policy LockedTo(Func<string, IReadOnlyList<string>> claim) => Ids is not null ? this : this with
    {
        Ids = Identities.Where(identity => claim(identity.Id) is [_])
            .ToDictionary(identity => identity.Id, identity => claim(identity.Id)[0]),
    };

    private static bool Fits(string value, string given) => value.EndsWith('*')
        ? given.StartsWith(value[..^1], StringComparison.Ordinal)
        : given == value;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(Policy))]
internal sealed partial class PolicyJson : JsonSerializerContext;
