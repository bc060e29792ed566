using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Files;

/// <summary>
/// The names of the plain files that a NuGet feed is written to (docs/nuget.md): an upload to one of them and a document of the feed
/// would replace each other, unnoticed. Other names in that folder are free.
/// </summary>
internal static class FeedRules
{
    private const string Folder = "v3";

    private static readonly string[] Names = ["index.json", "search.json", "flat", "registration", "registration-semver2"];

    /// <summary>Checks where an upload goes.</summary>
    /// <exception cref="BintrayException">400: that is where the documents of a feed are.</exception>
    public static void Check(RepositoryDetails repository, UploadRequest upload)
    {
        if (repository.Type == RepositoryTypes.NuGet && IsTaken(upload.Path.Value))
        {
            throw StoreRefusal.BadRequest(
                $"'{upload.Path}' is where the documents of the NuGet feed are when it is written as plain files; use another path");
        }
    }

    /// <summary>A file in place of a folder, or the other way round, is as bad.</summary>
    private static bool IsTaken(string path) =>
        Is(path, Folder) || Names.Select(name => $"{Folder}/{name}").Any(name => Is(path, name) || StartsWith(path, $"{name}/"));

    // However its letters are: a file system may take them for the same.
    private static bool Is(string path, string name) => path.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool StartsWith(string path, string folder) => path.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
}
