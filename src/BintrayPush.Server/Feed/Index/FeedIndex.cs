using System.Collections.Concurrent;
using BintrayPush.Packages;
using BintrayPush.Storage;
using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Feed.Index;

/// <summary>
/// The index of NuGet feeds: what is in the packages that repositories publish, and for searches the files of all repositories. It is
/// derived from the store and follows it; before each answer one look at a record of the store says whether it does (docs/store.md,
/// "Changes"). A damaged one is made anew.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="folder">Where the file of the index is.</param>
/// <param name="warn">Gets what is worth a warning in what it follows.</param>
/// <param name="maxWait">How long a question waits for what is followed; that goes on after it.</param>
/// <param name="stopping">Ends the following.</param>
internal sealed class FeedIndex(
    IServerStore store, string folder, Action<string> warn, TimeSpan maxWait, CancellationToken stopping) : IDisposable
{
    /// <summary>A disk that damages whatever is written to it has no index.</summary>
    private const int MostAttempts = 4;

    private readonly ContentFacts _contents = new(store.Service, NuGetLibrary.Reader(new()), new SymbolPackageReader(new()));
    private readonly ConcurrentDictionary<RepositoryAddress, FollowingRun> _runs = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _opening = new();
    private FeedDatabase? _database;
    private string? _fault;

    /// <summary>Whether there is one from an earlier run, or one was made.</summary>
    public bool IsThere => _database is not null || FeedDatabase.IsIn(folder);

    /// <summary>How long it has been behind what it is asked for, in the repository of which that is longest.</summary>
    public TimeSpan Lag => _runs.Values.Select(run => run.Lag).DefaultIfEmpty().Max();

    /// <summary>Follows what was published until now, and asks what is known.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="ask">The question. It is asked again if the index turns out to be damaged.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="BintrayException">
    /// 404: there is no such repository. 503: the store or the index cannot be read, or the index is not made in time.
    /// </exception>
    public async Task<T> AskAsync<T>(RepositoryAddress repository, Func<FeedReader, Task<T>> ask, CancellationToken cancellation) =>
        (await FindAsync(repository, ask, maxWait, cancellation)).Answer;

    /// <inheritdoc cref="AskAsync{T}(RepositoryAddress, Func{FeedReader, Task{T}}, CancellationToken)"/>
    public Task<T> AskAsync<T>(RepositoryAddress repository, Func<FeedReader, T> ask, CancellationToken cancellation) =>
        AskAsync(repository, feed => Task.FromResult(ask(feed)), cancellation);

    /// <summary>Follows what was published until now, for whoever asks next.</summary>
    /// <returns>Whether there was anything to follow.</returns>
    /// <exception cref="BintrayException">404: there is no such repository. 503: the store or the index cannot be read.</exception>
    public async Task<bool> FollowAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        (await FindAsync(repository, _ => Task.FromResult(true), Timeout.InfiniteTimeSpan, cancellation)).Runs > 0;

    /// <summary>Forgets repositories that are gone, and what was in packages that are gone.</summary>
    /// <exception cref="BintrayException">503: the store or the index cannot be read.</exception>
    public Task TidyAsync(CancellationToken cancellation) => UseAsync(async database =>
    {
        using var writing = await IndexTransaction.BeginAsync(database, _writing, cancellation);
        foreach (var (row, repository) in IndexedRepositories.All(writing.Connection))
        {
            // One that is followed just now may have a row that is not whole yet.
            if (!RunOf(repository).IsOnItsWay && await store.GetRepositoryDetailsAsync(repository, cancellation) is null)
            {
                IndexedRepositories.Forget(writing.Connection, row);
            }
        }

        ContentFacts.Tidy(writing.Connection);
        writing.Commit();
        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _database?.Dispose();
        _writing.Dispose();
    }

    private async Task<(T Answer, int Runs)> FindAsync<T>(
        RepositoryAddress repository, Func<FeedReader, Task<T>> ask, TimeSpan wait, CancellationToken cancellation)
    {
        // A run that was on its way when this call came may have looked before; the one after it has not.
        const int Enough = 2;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waiting.CancelAfter(wait);
        for (var runs = 0; ; runs++)
        {
            var (isKnown, answer) = await UseAsync(async database =>
            {
                using var snapshot = IndexSnapshot.Open(database, repository);
                // Without a row, or with one that is being filled, there is nothing to be read yet.
                return await store.IsCurrentAsync(repository, snapshot.Followed, cancellation)
                    || (runs >= Enough && snapshot.Followed is not null)
                        ? (true, await ask(new FeedReader(snapshot, repository)))
                        : (false, default(T)!);
            });
            if (isKnown)
            {
                return (answer, runs);
            }

            try
            {
                await RunOf(repository).RunAsync(() => FollowAsync(repository)).WaitAsync(waiting.Token);
            }
            catch (OperationCanceledException) when (waiting.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                throw IndexFaults.Unavailable($"the index of the feed '{repository}' is being made; try again in a moment");
            }
        }
    }

    /// <summary>Works with the file; if it is damaged, with the one that is made in its place.</summary>
    /// <exception cref="BintrayException">503: it cannot be read or written, or is damaged again and again.</exception>
    private async Task<T> UseAsync<T>(Func<FeedDatabase, Task<T>> use)
    {
        for (var attempts = 1; ; attempts++)
        {
            var database = Database;
            try
            {
                if (!database.IsThere)
                {
                    throw new DamagedIndexException("a file of it was deleted");
                }

                var answer = await use(database);
                _fault = null;
                return answer;
            }
            catch (Exception damage) when (IndexFaults.IsDamage(damage) || (damage is SqliteException && !database.IsThere))
            {
                GiveUp(database, damage);
                if (attempts == MostAttempts)
                {
                    throw Failed(damage);
                }
            }
            catch (SqliteException fault)
            {
                throw Failed(fault);
            }
        }
    }

    private BintrayException Failed(Exception fault)
    {
        var failure = IndexFaults.Unavailable(
            $"the index of NuGet feeds in '{folder}' (--index) cannot be used: {fault.Message}", fault);
        Tell(failure.Message);
        return failure;
    }

    /// <summary>Once until it works again: those who do without an index do not say why.</summary>
    private void Tell(string fault)
    {
        if (Interlocked.Exchange(ref _fault, fault) != fault)
        {
            warn(fault);
        }
    }

    /// <summary>Once, however many have found the damage: the next who asks makes another file.</summary>
    private void GiveUp(FeedDatabase damaged, Exception damage)
    {
        lock (_opening)
        {
            if (_database == damaged)
            {
                _database = null;
                damaged.Delete();
                warn($"the index of NuGet feeds in '{folder}' is damaged and is made anew: {damage.Message}");
            }
        }
    }

    /// <summary>Opened when it is first needed; what failed is tried again.</summary>
    private FeedDatabase Database
    {
        get
        {
            lock (_opening)
            {
                try
                {
                    return _database ??= FeedDatabase.Open(folder);
                }
                catch (BintrayException failure)
                {
                    Tell(failure.Message);
                    throw;
                }
            }
        }
    }

    private FollowingRun RunOf(RepositoryAddress repository) => _runs.GetOrAdd(repository, _ => new FollowingRun());

    private Task FollowAsync(RepositoryAddress repository) => UseAsync(async database =>
    {
        using var writing = await IndexTransaction.BeginAsync(database, _writing, stopping);
        var (row, since) = IndexedRepositories.FindOrAdd(writing.Connection, repository);
        var isFeed = await store.GetRepositoryDetailsAsync(repository, stopping) is { Type: RepositoryTypes.NuGet };
        var writer = new FeedWriter(writing, row, isFeed ? _contents : null, warn);
        var followed = await store.FollowAsync(repository, since, writer, stopping);
        writer.Finish();
        IndexedRepositories.SetFollowed(writing.Connection, row, followed);
        writing.Commit();
        return true;
    });
}
