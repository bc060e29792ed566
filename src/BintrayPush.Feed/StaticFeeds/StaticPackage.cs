using BintrayPush.Feed.Model;

namespace BintrayPush.Feed.StaticFeeds;

/// <summary>A package that a static feed is to show.</summary>
/// <param name="Package">What the feed says of it.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in hex.</param>
public sealed record StaticPackage(FeedPackage Package, string Sha256)
{
    /// <summary>The file in its repository.</summary>
    public FileAddress In(RepositoryAddress repository) => new(repository, RepositoryPath.Of(Package.Path));
}
