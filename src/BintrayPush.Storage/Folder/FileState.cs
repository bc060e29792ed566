namespace BintrayPush.Storage.Folder;

/// <summary>A file as it was at one moment. As long as nothing of it differs, its bytes are the same.</summary>
/// <param name="Identity">Which file it is.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Modified">When they were last written, in nanoseconds since 1970.</param>
/// <param name="Changed">When the file was last changed in any way, in nanoseconds since 1970.</param>
internal readonly record struct FileState(FileIdentity Identity, long Size, long Modified, long Changed)
{
    private const long Second = 1_000_000_000;
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Longer than a tick of the clock that the kernel stamps files with (10 ms at most).</summary>
    private const long Tick = Second / 10;

    /// <summary>
    /// Whether a later change must show. A file that was changed in this very moment could be changed once more within the same tick of
    /// the clock. Some file systems keep whole seconds, FAT two.
    /// </summary>
    /// <param name="now">A moment before the state was asked for.</param>
    public bool IsSettled(DateTime now)
    {
        const long CoarsestClock = 3 * Second;
        var isFine = Modified % Second != 0 && Changed % Second != 0;
        var passed = ((now - Epoch).Ticks * 100) - Math.Max(Modified, Changed);
        return passed > (isFine ? Tick : CoarsestClock);
    }
}
