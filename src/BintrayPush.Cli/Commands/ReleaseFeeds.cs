using BintrayPush.Api.Service;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Places;
using BintrayPush.Destinations;

namespace BintrayPush.Cli.Commands;

/// <summary>The static feeds in which a release is to be seen once it is sealed.</summary>
/// <param name="connection">The folder.</param>
/// <param name="downloads">Where a web server answers with its plain files.</param>
internal sealed class ReleaseFeeds(Connection connection, ServiceUrl downloads)
{
    private IReadOnlyList<RepositoryAddress> _repositories = [];

    /// <summary>
    /// Looks, before the seal, which repositories the legs are in and whether all of them can have a feed: of a sealed release its legs are
    /// not kept.
    /// </summary>
    /// <param name="service">Knows the legs.</param>
    /// <param name="release">The release.</param>
    /// <param name="legs">The legs that it is to have.</param>
    /// <param name="named">The repository that the command line names, if it does.</param>
    /// <param name="cancellation">Ends the looking.</param>
    /// <exception cref="CommandFailure">One of them can have none.</exception>
    public async Task FindAsync(
        IReleases service, ReleaseAddress release, IReadOnlyList<LegName> legs, RepositoryAddress? named, CancellationToken cancellation)
    {
        var found = new HashSet<RepositoryAddress>(named is null ? [] : [named]);
        foreach (var leg in legs)
        {
            var manifest = await service.GetLegAsync(release, leg, cancellation).ConfigureAwait(false);
            found.UnionWith(manifest?.Versions.Select(version => version.Version.Package.Repository) ?? []);
        }

        using var opened = await connection.OpenAsync(readOnly: true, cancellation).ConfigureAwait(false);
        foreach (var repository in found)
        {
            await FeedCommand.RequireAsync(opened.Destination.Service, repository, connection.Place.Name, cancellation)
                .ConfigureAwait(false);
        }

        _repositories = [.. found];
    }

    /// <summary>Writes them, once the release is public.</summary>
    /// <exception cref="CommandFailure">One of them could not be written, or none is known.</exception>
    public async Task<IReadOnlyList<WrittenFeed>> WriteAsync(ReleaseAddress release, CancellationToken cancellation)
    {
        if (_repositories.Count == 0)
        {
            throw CommandFailure.Failed(Complaints.FeedsUnknown(release.ToString(), connection.Place.Name, downloads.ToString()));
        }

        var feeds = new List<WrittenFeed>();
        foreach (var repository in _repositories)
        {
            var (feed, problem) = await connection.StaticFeeds!.WriteAsync(repository, downloads, cancellation).ConfigureAwait(false);
            feeds.Add(feed ?? throw CommandFailure.Failed(problem!));
        }

        return feeds;
    }
}
