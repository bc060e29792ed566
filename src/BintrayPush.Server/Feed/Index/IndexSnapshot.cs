using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Feed.Index;

/// <summary>The index as it was at one moment, with how far a repository was followed then.</summary>
internal sealed class IndexSnapshot : IDisposable
{
    private readonly SqliteTransaction _transaction;

    private IndexSnapshot(SqliteConnection connection, RepositoryAddress repository)
    {
        Connection = connection;
        _transaction = connection.BeginTransaction(deferred: true);
        // The first question decides which moment it is.
        (Repository, Followed) = IndexedRepositories.Find(connection, repository) ?? default;
    }

    public SqliteConnection Connection { get; }

    /// <summary>The row of the repository.</summary>
    public long Repository { get; }

    /// <summary>How far it was followed; <see langword="null"/> if it is not here, or not as a whole.</summary>
    public string? Followed { get; }

    public static IndexSnapshot Open(FeedDatabase database, RepositoryAddress repository)
    {
        var connection = database.Connect();
        try
        {
            return new IndexSnapshot(connection, repository);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _transaction.Dispose();
        Connection.Dispose();
    }
}
