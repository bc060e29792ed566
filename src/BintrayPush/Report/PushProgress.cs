namespace BintrayPush.Report;

/// <summary>
/// How far the uploads of a push are, or what is read back. What the service has already counts as done as soon as that is known.
/// </summary>
/// <param name="DoneFiles">The files that are there, or have failed.</param>
/// <param name="Files">All files.</param>
/// <param name="DoneBytes">
/// The bytes of those files, and what has been received so far of the others. Bytes that were sent count once the service has answered.
/// </param>
/// <param name="Bytes">All bytes.</param>
/// <param name="Elapsed">Since it began.</param>
public sealed record PushProgress(int DoneFiles, int Files, long DoneBytes, long Bytes, TimeSpan Elapsed)
{
    /// <summary>
    /// Bytes that were handed to connections and that the service has not answered yet: buffers on the way may hold them.
    /// </summary>
    public long SentBytes { get; init; }

    /// <summary>Those of them that belong to files of which nothing is left to send.</summary>
    public long UnansweredBytes { get; init; }

    /// <summary>Whether everything has been sent and answers are still missing: how long they take is not known.</summary>
    public bool IsWaiting => SentBytes > 0 && DoneBytes + SentBytes >= Bytes;

    /// <summary>
    /// Bytes per second so far. A file that was sent as a whole counts with its answer, since only that says when it was through.
    /// </summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Counted / Elapsed.TotalSeconds : 0;

    /// <summary>
    /// How long it will take at that rate; <see langword="null"/> while there is none, and while only answers are missing.
    /// </summary>
    public TimeSpan? Left => Rate > 0 && !IsWaiting ? TimeSpan.FromSeconds(Math.Max(0, Bytes - Counted) / Rate) : null;

    private long Counted => DoneBytes + SentBytes - UnansweredBytes;
}
