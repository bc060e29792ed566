
namespace BintrayPush.Retry;

/// <summary>How hard a push may work.</summary>
public sealed record PushLimits
{
    private const int ParallelUploadsFarAway = 32;

    /// <summary>The most uploads at one time.</summary>
    public int MaxParallelUploads { get; init; } = 8;

    /// <summary>How often a call is made again after a failure that may pass; 0 for never.</summary>
    public int RetryCount { get; init; } = 5;

    /// <summary>The longest a whole push may take; then it ends as if it had been cancelled, and the next one continues it.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long what a service has accepted for publishing may take until everybody can see it, on services that do not say when it has
    /// happened: twice what clients of the original service allowed (protocol reference 16.2), where seconds were usual.
    /// </summary>
    public TimeSpan VisibleWithin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the receipt says where the time went.</summary>
    public bool Timings { get; init; }

    /// <summary>Interval between progress reports (10 s suits a log).</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What suits a service on another machine. It answers late: more calls at a time make up for it.</summary>
    public static PushLimits FarAway => new() { MaxParallelUploads = ParallelUploadsFarAway };

    /// <summary>How time passes; a test has its own.</summary>
    internal Clock Clock { get; init; } = Clock.Real;
}
