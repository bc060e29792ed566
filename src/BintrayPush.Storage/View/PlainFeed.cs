using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.View;

/// <summary>
/// The folder among the plain files of a NuGet repository that is a feed for plain web servers. Programs write it that read packages; what
/// is in it is published under other names.
/// </summary>
internal static class PlainFeed
{
    public const string Folder = "v3";

    /// <summary>Whether a plain file is part of it.</summary>
    public static bool Has(RepositoryRecord repository, string path) =>
        repository.Details.Type == RepositoryTypes.NuGet && path.StartsWith($"{Folder}/", StringComparison.Ordinal);
}
