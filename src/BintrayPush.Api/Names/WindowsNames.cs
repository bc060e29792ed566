namespace BintrayPush.Api.Names;

/// <summary>Names that Windows would take for something else, or quietly change.</summary>
public static class WindowsNames
{
    private static readonly string[] Devices = ["con", "prn", "aux", "nul", "conin$", "conout$"];

    /// <summary>Why a path cannot be a file there, or <see langword="null"/>.</summary>
    /// <param name="path">The path, with slashes.</param>
    public static string? FaultIn(string path) => path.Split('/').Select(FaultInSegment).FirstOrDefault(fault => fault is not null);

    private static string? FaultInSegment(string segment)
    {
        if (segment.IndexOfAny(['<', '>', ':', '"', '|', '?', '*', '\\']) >= 0)
        {
            return $"Windows has no files named '{segment}'";
        }

        if (segment.EndsWith(".", StringComparison.Ordinal) || segment.EndsWith(" ", StringComparison.Ordinal))
        {
            return $"Windows would drop the end of '{segment}'";
        }

        var stem = segment.Split('.')[0].TrimEnd(' ').ToLowerInvariant();
        var isPort = stem.Length == 4
            && (stem.StartsWith("com", StringComparison.Ordinal) || stem.StartsWith("lpt", StringComparison.Ordinal))
            && (char.IsDigit(stem[3]) || stem[3] is '\u00b9' or '\u00b2' or '\u00b3');
        return isPort || Devices.Contains(stem) ? $"'{segment}' is a device on Windows" : null;
    }
}
