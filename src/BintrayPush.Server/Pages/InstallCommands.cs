namespace BintrayPush.Server.Pages;

/// <summary>
/// What readers copy to get what they see. Names from outside stand in them only if no shell reads more in them than a name.
/// </summary>
internal static class InstallCommands
{
    /// <summary>What makes a repository known to its clients.</summary>
    public static IReadOnlyList<Command> Of(RepositorySetup setup) => setup.Type switch
    {
        RepositoryTypes.NuGet => NuGetCommands.Source(setup),
        RepositoryTypes.Maven => [MavenCommands.Repository(setup)],
        RepositoryTypes.Debian => AptCommands.Source(setup, []),
        _ => [],
    };

    /// <summary>What installs a version.</summary>
    public static IReadOnlyList<Command> Of(RepositorySetup setup, VersionAddress version, IReadOnlyList<RepositoryFile> files) =>
        setup.Type switch
        {
            _ when files.Count == 0 => [],
            RepositoryTypes.NuGet => [.. NuGetCommands.Package(version, files), .. NuGetCommands.Source(setup)],
            RepositoryTypes.Maven => [.. MavenCommands.Dependencies(version, files), MavenCommands.Repository(setup)],
            RepositoryTypes.Debian => [.. AptCommands.Source(setup, files), .. AptCommands.Install(files)],
            // Of several, each has its own.
            _ when files.Count > 1 => [],
            _ => [new Command("Download", Download(PageLinks.Download(setup.Server, setup.Address, files[0].Path), setup.IsPrivate))],
        };

    /// <summary>What downloads a file.</summary>
    /// <param name="url">Its address, in which every sign that means something to a shell is encoded.</param>
    /// <param name="isPrivate">Whether it asks for a key.</param>
    public static string Download(string url, bool isPrivate) =>
        isPrivate ? $"curl -fL -O -u \"$BINTRAY_USER:$BINTRAY_API_KEY\" '{url}'" : $"curl -fL -O '{url}'";
}
