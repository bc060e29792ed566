namespace BintrayPush.Api.Http.Connection;

/// <summary>How long a call may take, and how it is made.</summary>
public sealed record HttpLimits
{
    private const double SlowestBytesPerSecond = 4096;
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromMinutes(10);
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
    /// The longest one call may take in all, by the bytes that it moves: a line that never falls silent and never gets on is given up too.
    /// Enough for 32 files at a time over the slowest lines.
    /// </summary>
    /// <param name="bytes">The bytes of the file, or of the answer.</param>
    public static TimeSpan Attempt(long bytes) => ShortestAttempt + TimeSpan.FromSeconds(bytes / SlowestBytesPerSecond);

    /// <summary><see cref="Attempt"/>; a test is less patient.</summary>
    internal Func<long, TimeSpan> Whole { get; init; } = Attempt;

    /// <summary>
    /// How long a service is asked to wait until what it publishes can be read: well within what counts as silence, and shorter than
    /// machines in between let a silent connection live. "As long as you are willing" (-1) has no known end (protocol reference 18).
    /// </summary>
    internal TimeSpan PublishWait => Silence > TimeSpan.Zero && Silence < LongestPublishWait + LongestPublishWait
        ? TimeSpan.FromTicks(Silence.Ticks / 2)
        : LongestPublishWait;
}
