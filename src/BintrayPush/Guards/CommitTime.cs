using System.Globalization;

namespace BintrayPush.Guards;

/// <summary>When the commit was made that is checked out in a folder.</summary>
public static class CommitTime
{
    // What the time stamps of a zip can say: from 1980 to 2107.
    private const long Earliest = 315_532_800;
    private const long Latest = 4_354_819_198;

    /// <summary>Reads it.</summary>
    /// <param name="folder">The work tree, or a folder in it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Seconds since 1970, or why that is not known.</returns>
    public static async Task<(string? Time, string? Fault)> ReadAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            var lines = (await GitProgram.AskAsync(folder, "rev-list --max-count=1 --format=%ct HEAD", cancellation).ConfigureAwait(false))
                .Split('\n');
            return lines.Length > 1 && long.TryParse(lines[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds is >= Earliest and <= Latest
                    ? (seconds.ToString(CultureInfo.InvariantCulture), null)
                    : (null, "the time of the commit is none that a zip can have");
        }
        catch (GitFailure failure)
        {
            return (null, failure.Message);
        }
    }
}
