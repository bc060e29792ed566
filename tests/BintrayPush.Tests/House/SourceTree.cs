using System.Runtime.CompilerServices;

namespace BintrayPush.Tests.House;

/// <summary>The repository this test was compiled from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")
                && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}"));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        // A deterministic build writes /_/ in front of source paths; then the test's own folder leads to the repository.
        for (
            var folder = new DirectoryInfo(
                File.Exists(here) ? Path.GetDirectoryName(here)! : AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BintrayPush.Build.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests are not run from within the repository.");
    }
}
