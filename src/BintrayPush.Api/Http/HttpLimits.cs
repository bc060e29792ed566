namespace BintrayPush.Api.Http;

/// <summary>How long a call may take, and how it is made.</summary>
public sealed record HttpLimits
{
    private static readonly TimeSpan LongestPublishWait = TimeSpan.FromSeconds(30);

    /// <summary>The longest a call may go without a byte in either direction.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>The longest a connection may take to open.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Certificate authorities to trust besides the system's own; <see langword="null"/> for those only.</summary>
    public CertificateAuthorities? Authorities { get; init; }

    /// <summary>The proxy, if it is not the one of this machine's settings; for tests.</summary>
    internal System.Net.IWebProxy? Proxy { get; init; }

    /// <summary>
    /// How long a service is asked to wait until what it publishes can be read: well within what counts as silence, and shorter than
    /// machines in between let a silent connection live. "As long as you are willing" (-1) has no known end (protocol reference 18).
    /// </summary>
    internal TimeSpan PublishWait => Silence > TimeSpan.Zero && Silence < LongestPublishWait + LongestPublishWait
        ? TimeSpan.FromTicks(Silence.Ticks / 2)
        : LongestPublishWait;
}
