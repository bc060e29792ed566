using System.Security.Cryptography;
using System.Text;

namespace BintrayPush.Server.Users;

/// <summary>A key of a user as it is kept: the key itself is nowhere.</summary>
internal sealed record ApiKey
{
    /// <summary>The name of the key that a user is added with.</summary>
    public const string First = "default";

    private const int HintDigits = 8;

    /// <summary>By what its owner tells it from others.</summary>
    public required string Name { get; init; }

    /// <summary>What is kept instead of it, see <see cref="KeyHash"/>.</summary>
    public required string Hash { get; init; }

    /// <summary>
    /// The first digits of its SHA-256, so that of many keys only one is hashed slowly: 32 bits of 160 tell nobody the others.
    /// <see langword="null"/> on keys of a time when a user had one.
    /// </summary>
    public string? Hint { get; init; }

    /// <summary>The most that it may be used for, whatever role its user has; <see langword="null"/> for all of it.</summary>
    public Role? Scope { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>From when on it is worthless, or <see langword="null"/>.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Makes a key.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="key">The key.</param>
    /// <param name="created">Now.</param>
    public static ApiKey Of(string name, string key, DateTimeOffset created) => new()
    {
        Name = name,
        Hash = KeyHash.Of(key),
        Hint = HintOf(key),
        Created = created,
    };

    /// <summary>Whether this can be it: if not, it is not worth a slow hash.</summary>
    public bool CanBe(string key) => Hint is null || Hint == HintOf(key);

    /// <summary>Whether it is worth nothing any more.</summary>
    public bool HasExpired(DateTimeOffset now) => Expires <= now;

    /// <summary>Whether this can be the name of a key.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 40 && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-' or '_');

    private static string HintOf(string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..HintDigits];
}
