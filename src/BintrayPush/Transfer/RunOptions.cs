using BintrayPush.Destinations;
using BintrayPush.Report;
using BintrayPush.Retry;

namespace BintrayPush.Transfer;

/// <summary>How a push, or a reading back of one, is run, and who hears of it.</summary>
public sealed record RunOptions
{
    /// <summary>Gets how hard it may work; as many files are read back at one time as a push sends.</summary>
    public PushLimits Limits { get; init; } = new();

    /// <summary>Gets what hears a line per step, for diagnostic logs; it may be called from any thread.</summary>
    public Action<string> Trace { get; init; } = _ => { };

    /// <summary>
    /// Gets where it is written down how far a release is that the service cannot publish at one moment; <see langword="null"/> for
    /// nowhere.
    /// </summary>
    public string? JournalFile { get; init; }

    /// <summary>Gets what writes static feeds; only needed by a push that is to write one.</summary>
    public IStaticFeeds? StaticFeeds { get; init; }

    /// <summary>
    /// Gets what hears how far the transfers are, as often as the limits say, from any thread; <see langword="null"/> for no reports.
    /// </summary>
    public Action<PushProgress>? Progress { get; init; }
}
