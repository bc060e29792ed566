namespace BintrayPush.Pushing;

/// <summary>How far the uploads of a push are, or what is read back. What the service has already counts as done as soon as that is known.</summary>
/// <param name="DoneFiles">The files that are there, or have failed.</param>
/// <param name="Files">All files.</param>
/// <param name="DoneBytes">The bytes of those files, and what has moved so far of the others.</param>
/// <param name="Bytes">All bytes.</param>
/// <param name="Elapsed">Since it began.</param>
public sealed record PushProgress(int DoneFiles, int Files, long DoneBytes, long Bytes, TimeSpan Elapsed)
{
    /// <summary>Bytes per second so far.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? DoneBytes / Elapsed.TotalSeconds : 0;

    /// <summary>How long it will take at that rate; <see langword="null"/> while there is none.</summary>
    public TimeSpan? Left => Rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, Bytes - DoneBytes) / Rate) : null;
}
