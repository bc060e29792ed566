using System.Globalization;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// How many connections the process has file handles for. Further ones are refused: idle connections that do nothing must not
/// take the handles that the store needs for its files, and .NET itself ends a process that has none left.
/// </summary>
internal static class HandleLimit
{
    /// <summary>A third of the handles that are free when the server starts: most calls have a file open too, for a moment two.
    /// <see langword="null"/> where the system does not say.</summary>
    public static long? MaxConnections()
    {
        const string Limits = "/proc/self/limits";
        const string Handles = "/proc/self/fd";
        if (!File.Exists(Limits) || !Directory.Exists(Handles))
        {
            return null;
        }

        var line = File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..]
            && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                ? Math.Max(1, (limit - Directory.GetFileSystemEntries(Handles).Length) / 3)
                : null;
    }
}
