using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Files;

/// <summary>What a NuGet repository takes.</summary>
internal static class FeedRules
{
    private const string Folder = "v3";

    /// <summary>
    /// The names of the plain files that a NuGet feed is written to (docs/nuget.md): an upload to one of them and a document of the feed
    /// would replace each other, unnoticed. Other names in that folder are free.
    /// </summary>
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

    /// <summary>Looks into a file that has arrived, so that none is stored that has the name of a package and is none.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="upload">Where it goes.</param>
    /// <param name="check">Looks into it; without it, any bytes are taken.</param>
    /// <param name="open">Opens what has arrived.</param>
    /// <exception cref="BintrayException">400: it is no package.</exception>
    public static async Task CheckAsync(
        RepositoryDetails repository,
        UploadRequest upload,
        Func<RepositoryPath, Stream, CancellationToken, Task>? check,
        Func<Task<Stream?>> open,
        CancellationToken cancellation)
    {
        if (check is null || repository.Type != RepositoryTypes.NuGet)
        {
            return;
        }

        try
        {
            using var content = await open().ConfigureAwait(false);
            await check(upload.Path, content ?? Stream.Null, cancellation).ConfigureAwait(false);
        }
        catch (InvalidDataException fault)
        {
            throw StoreRefusal.BadRequest($"'{upload.Path}' is not taken as a NuGet package: {fault.Message}");
        }
    }

    /// <summary>A file in place of a folder, or the other way round, is as bad.</summary>
    private static bool IsTaken(string path) =>
        Is(path, Folder) || Names.Select(name => $"{Folder}/{name}").Any(name => Is(path, name) || StartsWith(path, $"{name}/"));

    // However its letters are: a file system may take them for the same.
    private static bool Is(string path, string name) => path.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool StartsWith(string path, string folder) => path.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
}
