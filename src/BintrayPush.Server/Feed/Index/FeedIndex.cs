using System.Collections.Concurrent;
using BintrayPush.Packages;
using BintrayPush.Storage;

namespace BintrayPush.Server.Feed.Index;

/// <summary>
/// The index of NuGet feeds: what is in the packages that repositories publish. It is derived from the store and follows it; before each
/// answer one look at a record of the store says whether it does (docs/store.md, "Changes").
/// </summary>
/// <param name="store">The store.</param>
/// <param name="folder">Where the file of the index is.</param>
/// <param name="stopping">Ends the following.</param>
internal sealed class FeedIndex(IServerStore store, string folder, CancellationToken stopping) : IDisposable
{
    private readonly Lazy<FeedDatabase> _database = new(() => FeedDatabase.Open(folder));
    private readonly ContentFacts _contents = new(store.Service, new NuGetPackageReader(new()), new SymbolPackageReader(new()));
    private readonly ConcurrentDictionary<RepositoryAddress, Feed> _feeds = new();
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>Follows what was published until now, and gives what is known.</summary>
    /// <exception cref="BintrayException">404: there is no such repository. 503: the store or the index cannot be read.</exception>
    public async Task<FeedReader> ReadAsync(RepositoryAddress repository, CancellationToken cancellation)
    {
        var feed = await OpenAsync(repository, cancellation);
        // A run that was on its way when this call came may have looked before; the one after it has not.
        for (var runs = 0; runs < 2 && !await store.IsCurrentAsync(repository, feed.Followed, cancellation); runs++)
        {
            await feed.RunAsync(() => FollowAsync(repository, feed)).WaitAsync(cancellation);
        }

        return new FeedReader(_database.Value.Connect(), feed.Row, repository);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_database.IsValueCreated)
        {
            _database.Value.Dispose();
        }

        _writing.Dispose();
    }

    private async Task<Feed> OpenAsync(RepositoryAddress repository, CancellationToken cancellation)
    {
        if (_feeds.TryGetValue(repository, out var known))
        {
            return known;
        }

        await _writing.WaitAsync(cancellation);
        try
        {
            using var connection = _database.Value.Connect();
            connection.Run(
                "INSERT OR IGNORE INTO repository (subject, name) VALUES ($1, $2)", repository.Subject, repository.Name);
            var (row, followed) = connection.Rows(
                found => (found.GetInt64(0), found.Text(1)),
                "SELECT id, followed FROM repository WHERE subject = $1 AND name = $2",
                repository.Subject,
                repository.Name)[0];
            return _feeds.GetOrAdd(repository, _ => new Feed(row) { Followed = followed });
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task FollowAsync(RepositoryAddress repository, Feed feed)
    {
        await _writing.WaitAsync(stopping);
        try
        {
            using var connection = _database.Value.Connect();
            using var transaction = connection.BeginTransaction();
            var writer = new FeedWriter(connection, feed.Row, _contents);
            var followed = await store.FollowAsync(repository, feed.Followed, writer, stopping);
            writer.Finish();
            connection.Run("UPDATE repository SET followed = $2 WHERE id = $1", feed.Row, followed);
            transaction.Commit();
            feed.Followed = followed;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>How far a repository is followed.</summary>
    private sealed class Feed(long row)
    {
        private readonly Lock _lock = new();
        private Task? _run;

        public long Row => row;

        public string? Followed { get; set; }

        /// <summary>One run at a time, for all who wait for it, and for the next caller if they have gone.</summary>
        public Task RunAsync(Func<Task> follow)
        {
            lock (_lock)
            {
                return _run is { IsCompleted: false } ? _run : _run = Task.Run(follow);
            }
        }
    }
}
