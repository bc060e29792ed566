namespace BintrayPush.Storage.Maintenance;

/// <summary>How a sweep goes about it.</summary>
public sealed record SweepOptions
{
    /// <summary>Far longer than any upload or publish takes from its first look at a content to its record.</summary>
    public static TimeSpan DefaultGrace { get; } = TimeSpan.FromHours(1);

    /// <summary>No other process uses the store: one look is enough.</summary>
    public static SweepOptions Exclusive { get; } = new() { Grace = null };

    /// <summary>Looks once and changes nothing at all.</summary>
    public static SweepOptions Preview { get; } = new() { DryRun = true };

    /// <summary>Whether it is only said what would go. What uploads under way have not yet entered in a record is named, too.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// How long the sweep waits between its two looks: longer than the longest upload or publish can take. <see langword="null"/>: nobody
    /// else uses the store, and the sweep does not wait.
    /// </summary>
    public TimeSpan? Grace { get; init; } = DefaultGrace;

    /// <summary>How it waits; <see langword="null"/> for the clock of the machine.</summary>
    public Func<TimeSpan, CancellationToken, Task>? Pause { get; init; }
}
