using BintrayPush.Feed.Model;

namespace BintrayPush.Feed.StaticFeeds;

/// <summary>The names of the files of a static feed: its addresses without their root.</summary>
internal sealed class FeedNames(FeedRoot root)
{
    /// <summary>The addresses.</summary>
    public FeedUrls Urls { get; } = new(root.Value);

    /// <summary>The name of the file that answers for an address.</summary>
    public string Of(string url) => url[root.Value.Length..];

    /// <summary>The nupkg.</summary>
    public string Content(FeedPackage package) => Of(Urls.Content(package));

    /// <summary>The SHA-256 of the nupkg, which is there once the nupkg and all files beside it are.</summary>
    public string Checksum(FeedPackage package) => $"{Content(package)}.sha256";

    /// <summary>A file beside the nupkg.</summary>
    public string Beside(FeedPackage package, string name)
    {
        var content = Content(package);
        return $"{content[..content.LastIndexOf('/')]}/{name}";
    }

    /// <summary>The folders that hold something of an id, each below that of its kind.</summary>
    public static IReadOnlyList<string> FoldersOf(string id) => [.. Kinds.Select(kind => $"{kind}{id}")];

    /// <summary>The folders that have one for each id.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        [FeedUrls.FlatFolder, FeedUrls.RegistrationFolder, FeedUrls.SemVer2RegistrationFolder];
}
