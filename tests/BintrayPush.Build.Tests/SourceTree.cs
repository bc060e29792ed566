namespace BintrayPush.Build.Tests;

/// <summary>The repository that these tests were built in.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "BintrayPush.Build.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
