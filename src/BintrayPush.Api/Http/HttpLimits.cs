namespace BintrayPush.Api.Http;

/// <summary>How long a call may take, and how it is made.</summary>
public sealed record HttpLimits
{
    /// <summary>The longest a call may go without a byte in either direction.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>The longest a connection may take to open.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Certificate authorities to trust besides the system's own; <see langword="null"/> for those only.</summary>
    public CertificateAuthorities? Authorities { get; init; }
}
