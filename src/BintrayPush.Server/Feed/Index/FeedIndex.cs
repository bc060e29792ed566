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
/// <param name="warn">Gets what is worth a warning in what it follows.</param>
/// <param name="stopping">Ends the following.</param>
internal sealed class FeedIndex(IServerStore store, string folder, Action<string> warn, CancellationToken stopping) : IDisposable
{
    private readonly ContentFacts _contents = new(store.Service, NuGetLibrary.Reader(new()), new SymbolPackageReader(new()));
    private readonly ConcurrentDictionary<RepositoryAddress, FollowingRun> _runs = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _opening = new();
    private FeedDatabase? _database;

    /// <summary>Whether there is one from an earlier run, or one was made.</summary>
    public bool IsThere => _database is not null || FeedDatabase.IsIn(folder);

    /// <summary>Follows what was published until now, and gives what is known.</summary>
    /// <exception cref="BintrayException">404: there is no such repository. 503: the store or the index cannot be read.</exception>
    public async Task<FeedReader> ReadAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        (await FindAsync(repository, cancellation)).Reader;

    /// <summary>Follows what was published until now, for whoever asks next.</summary>
    /// <returns>Whether there was anything to follow.</returns>
    /// <exception cref="BintrayException">As of <see cref="ReadAsync"/>.</exception>
    public async Task<bool> FollowAsync(RepositoryAddress repository, CancellationToken cancellation)
    {
        var (reader, runs) = await FindAsync(repository, cancellation);
        reader.Dispose();
        return runs > 0;
    }

    /// <summary>Forgets repositories that are gone, and what was in packages that are gone.</summary>
    /// <exception cref="BintrayException">503: the store or the index cannot be read.</exception>
    public async Task TidyAsync(CancellationToken cancellation)
    {
        using var writing = await IndexTransaction.BeginAsync(Database, _writing, cancellation);
        foreach (var (row, repository) in IndexedRepositories.All(writing.Connection))
        {
            // One that is followed just now may have a row that is not whole yet.
            if (!RunOf(repository).IsOnItsWay
                && await store.GetRepositoryDetailsAsync(repository, cancellation) is not { Type: RepositoryTypes.NuGet })
            {
                IndexedRepositories.Forget(writing.Connection, row);
            }
        }

        ContentFacts.Tidy(writing.Connection);
        writing.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _database?.Dispose();
        _writing.Dispose();
    }

    private async Task<(FeedReader Reader, int Runs)> FindAsync(RepositoryAddress repository, CancellationToken cancellation)
    {
        // A run that was on its way when this call came may have looked before; the one after it has not.
        const int Enough = 2;
        for (var runs = 0; ; runs++)
        {
            var snapshot = IndexSnapshot.Open(Database, repository);
            try
            {
                // Without a row, or with one that is being filled, there is nothing to be read yet.
                if (await store.IsCurrentAsync(repository, snapshot.Followed, cancellation)
                    || (runs >= Enough && snapshot.Followed is not null))
                {
                    return (new FeedReader(snapshot, repository), runs);
                }
            }
            catch
            {
                snapshot.Dispose();
                throw;
            }

            snapshot.Dispose();
            await RunOf(repository).RunAsync(() => FollowAsync(repository)).WaitAsync(cancellation);
        }
    }

    /// <summary>Opened when it is first needed; what failed is tried again.</summary>
    private FeedDatabase Database
    {
        get
        {
            lock (_opening)
            {
                return _database ??= FeedDatabase.Open(folder);
            }
        }
    }

    private FollowingRun RunOf(RepositoryAddress repository) => _runs.GetOrAdd(repository, _ => new FollowingRun());

    private async Task FollowAsync(RepositoryAddress repository)
    {
        using var writing = await IndexTransaction.BeginAsync(Database, _writing, stopping);
        var (row, since) = IndexedRepositories.FindOrAdd(writing.Connection, repository);
        var writer = new FeedWriter(writing, row, _contents, warn);
        var followed = await store.FollowAsync(repository, since, writer, stopping);
        writer.Finish();
        IndexedRepositories.SetFollowed(writing.Connection, row, followed);
        writing.Commit();
    }

    /// <summary>One run at a time, for all who wait for it, and for the next caller if they have gone.</summary>
    private sealed class FollowingRun
    {
        private readonly Lock _lock = new();
        private Task? _run;

        public bool IsOnItsWay
        {
            get
            {
                lock (_lock)
                {
                    return _run is { IsCompleted: false };
                }
            }
        }

        public Task RunAsync(Func<Task> follow)
        {
            lock (_lock)
            {
                return _run is { IsCompleted: false } ? _run : _run = Task.Run(follow);
            }
        }
    }
}
