using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Feed.Index;

/// <summary>The one transaction that writes to the index. Long work pauses it, so that the other repositories get their turn.</summary>
internal sealed class IndexTransaction : IDisposable
{
    private readonly FeedDatabase _database;
    private readonly SemaphoreSlim _writing;
    private SqliteTransaction? _transaction;

    private IndexTransaction(FeedDatabase database, SqliteConnection connection, SemaphoreSlim writing)
    {
        _database = database;
        Connection = connection;
        _writing = writing;
        _transaction = connection.BeginTransaction();
    }

    public SqliteConnection Connection { get; }

    /// <summary>Waits for the transactions before it.</summary>
    public static async Task<IndexTransaction> BeginAsync(FeedDatabase database, SemaphoreSlim writing, CancellationToken cancellation)
    {
        await writing.WaitAsync(cancellation);
        SqliteConnection? connection = null;
        try
        {
            connection = database.Connect();
            return new IndexTransaction(database, connection, writing);
        }
        catch
        {
            connection?.Dispose();
            writing.Release();
            throw;
        }
    }

    /// <summary>Keeps what was written so far, and goes on after the others who wait.</summary>
    public async Task PauseAsync(CancellationToken cancellation)
    {
        Commit();
        await _writing.WaitAsync(cancellation);
        try
        {
            if (_database.IsClosed)
            {
                throw new DamagedIndexException("it was given up meanwhile");
            }

            _transaction = Connection.BeginTransaction();
        }
        catch
        {
            _writing.Release();
            throw;
        }
    }

    /// <summary>Keeps what was written.</summary>
    public void Commit()
    {
        _transaction!.Commit();
        End();
    }

    /// <summary>Takes back what was not kept.</summary>
    public void Dispose()
    {
        if (_transaction is not null)
        {
            End();
        }

        Connection.Dispose();
    }

    private void End()
    {
        _transaction!.Dispose();
        _transaction = null;
        _writing.Release();
    }
}
