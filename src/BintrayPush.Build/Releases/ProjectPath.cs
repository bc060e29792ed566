using System.Runtime.InteropServices;

namespace BintrayPush.Build.Releases;

/// <summary>
/// Paths of projects: MSBuild takes two spellings of one path for two projects, and would build it twice, at the same time.
/// </summary>
internal static class ProjectPath
{
    /// <summary>Paths in solutions are written as Windows writes them.</summary>
    public static string Of(string folder, string path) =>
        Path.GetFullPath(Path.Combine(folder, path.Replace('\\', Path.DirectorySeparatorChar)));

    public static IEqualityComparer<string> Comparer { get; } =
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    public static bool AreOne(string one, string other) => Comparer.Equals(one, other);
}
