namespace BintrayPush.Retry;

/// <summary>Which failures may pass, and when to try again. Pure.</summary>
internal static class RetryPolicy
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether the same call may succeed a little later: there was no answer or none that makes sense, or the service says that it is
    /// it that failed. A refusal (400, 401, 403, 404, 409, 413) stays one, and so does distrust.
    /// </summary>
    public static bool IsTransient(BintrayException failure) => failure.Status == BintrayException.NoAnswer
        ? !failure.IsPermanent
        : BintrayException.IsTransient(failure.Status);

    /// <summary>Whether a failure shows that more is asked for than can be done: then the next calls are to be fewer at a time.</summary>
    public static bool ShowsCrowding(BintrayException failure) =>
        failure.Status is BintrayException.Timeout or BintrayException.TooMany or BintrayException.Unavailable
        || failure is { Status: BintrayException.NoAnswer, InnerException: OperationCanceledException or TimeoutException };

    /// <summary>
    /// How long to wait after a failure: twice as long each time, never exactly as long as others do, and never shorter than the service
    /// asks.
    /// </summary>
    /// <param name="made">How many calls were made.</param>
    /// <param name="asked">What the service asks for.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan Pause(int made, TimeSpan? asked, double chance)
    {
        var doubled = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, made - 1));
        var spread = TimeSpan.FromSeconds(doubled * (0.5 + (chance / 2)));
        return asked is { } least && least > spread ? least + TimeSpan.FromSeconds(First.TotalSeconds * chance) : spread;
    }
}
