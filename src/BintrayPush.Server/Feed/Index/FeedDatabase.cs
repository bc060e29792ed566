using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Feed.Index;

/// <summary>
/// The file of the index. It belongs to this process: another server on the same store has one of its own. What is found in it from an
/// earlier run is gone on with; what cannot be read is made anew.
/// </summary>
internal sealed class FeedDatabase : IDisposable
{
    private const int MostProcesses = 100;
    private const int CacheKibibytes = 8 * 1024;

    private readonly SqliteConnection _lock;
    private readonly string _connection;

    private FeedDatabase(SqliteConnection locked, string path)
    {
        _lock = locked;
        _connection = new SqliteConnectionStringBuilder { DataSource = path, Pooling = true, DefaultTimeout = 30 }.ToString();
    }

    /// <summary>Whether a process has made an index in a folder.</summary>
    public static bool IsIn(string folder) => File.Exists(FileOf(folder, 0));

    /// <summary>Opens the index in a folder, which is made with rights for this account alone: it names what is private.</summary>
    /// <exception cref="BintrayException">503: it cannot be made.</exception>
    public static FeedDatabase Open(string folder)
    {
        try
        {
            Make(folder);
            for (var number = 0; number < MostProcesses; number++)
            {
                var path = FileOf(folder, number);
                if (TryLock($"{path}.lock") is { } locked)
                {
                    return Open(locked, path);
                }
            }

            throw new IOException($"{MostProcesses} processes have an index in '{folder}'");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new BintrayException(
                BintrayException.Unavailable,
                $"the index of NuGet feeds cannot be made in '{folder}' (--index): {fault.Message}",
                fault);
        }
    }

    /// <summary>A connection to read or write by.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        // All of it is derived: after a power loss it may be an older state, which is followed from there, but not a broken one.
        connection.Run($"PRAGMA synchronous = NORMAL; PRAGMA cache_size = -{CacheKibibytes};");
        return connection;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using (var pool = new SqliteConnection(_connection))
        {
            SqliteConnection.ClearPool(pool);
        }

        _lock.Dispose();
    }

    private static string FileOf(string folder, int number) => Path.Combine(folder, $"feed-{number}.db");

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>
    /// A transaction that stays open in a file beside it: SQLite's own lock, which goes with the process however it ends.
    /// </summary>
    private static SqliteConnection? TryLock(string path)
    {
        const int Busy = 5;
        var name = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 };
        var connection = new SqliteConnection(name.ToString());
        try
        {
            connection.Open();
            // By itself: of several statements the library tells no failure but that of the first. It tries as long as its timeout is.
            connection.Run("BEGIN EXCLUSIVE");
            return connection;
        }
        catch (SqliteException taken) when (taken.SqliteErrorCode == Busy)
        {
            connection.Dispose();
            return null;
        }
    }

    private static FeedDatabase Open(SqliteConnection locked, string path)
    {
        try
        {
            var database = new FeedDatabase(locked, path);
            if (!database.IsUsable())
            {
                using (var pool = new SqliteConnection(database._connection))
                {
                    SqliteConnection.ClearPool(pool);
                }

                foreach (var part in new[] { "", "-wal", "-shm" })
                {
                    File.Delete(path + part);
                }

                database.MakeTables();
            }

            return database;
        }
        catch
        {
            locked.Dispose();
            throw;
        }
    }

    private bool IsUsable()
    {
        try
        {
            using var connection = Connect();
            return connection.Value<long>("PRAGMA user_version") == FeedSchema.Version
                && connection.Value<string>("PRAGMA quick_check(1)") == "ok";
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private void MakeTables()
    {
        using var connection = Connect();
        connection.Run("PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction();
        connection.Run(FeedSchema.Tables);
        connection.Run($"PRAGMA user_version = {FeedSchema.Version}");
        transaction.Commit();
    }
}
