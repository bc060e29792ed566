namespace BintrayPush.Api.Service;

/// <summary>What others may know of a signing key.</summary>
public sealed record SubjectKey
{
    /// <summary>Its fingerprint: hexadecimal, upper case, without blanks.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How it signs: <c>Ed25519</c>, <c>RSA-3072</c>, ...</summary>
    public required string Algorithm { get; init; }

    /// <summary>Whose it is, as it says itself: <c>name &lt;address&gt;</c>.</summary>
    public required string UserId { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends; <see langword="null"/> if it does not.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether it can sign now.</summary>
    public required KeyState State { get; init; }
}
