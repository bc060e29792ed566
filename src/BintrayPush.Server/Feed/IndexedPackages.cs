using BintrayPush.Api.Service;
using BintrayPush.Feed.StaticFeeds;
using BintrayPush.Server.Feed.Index;

namespace BintrayPush.Server.Feed;

/// <summary>What the index knows of a feed at one moment, as a static feed is made of it.</summary>
internal sealed class IndexedPackages(FeedReader feed, IBintray bintray, RepositoryAddress repository)
    : RepositorySource(bintray, repository)
{
    public override IReadOnlyList<string> Ids { get; } = feed.Ids();

    public override IReadOnlyList<StaticPackage> Versions(string id) =>
        [.. feed.Versions(id).Select(file => new StaticPackage(file.Package, file.Sha256))];
}
