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

    /// <summary>
    /// SQLite's way to work with files that one process alone has open: what its connections share is in memory then. In a file that is
    /// mapped into memory it would be the end of the process if somebody cut that file off.
    /// </summary>
    private const string OneProcess = "unix-excl";

    /// <summary>The file, and the log that SQLite keeps beside it while it is open.</summary>
    private static readonly string[] Parts = ["", "-wal"];

    private readonly SqliteConnection _lock;
    private readonly string _path;
    private readonly string _connection;
    private SqliteConnection? _open;
    private volatile bool _isClosed;

    private FeedDatabase(SqliteConnection locked, string path)
    {
        _lock = locked;
        _path = path;
        // Not made by who wants to read it: one that was deleted would be an empty one then.
        _connection = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Vfs = OperatingSystem.IsWindows() ? null : OneProcess,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = true,
            DefaultTimeout = 30,
        }.ToString();
    }

    /// <summary>Whether it is not used any more: what is written to it is lost.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>
    /// Whether its files are there. Connections that are open do not see that one was deleted, and those that are opened later see
    /// another database than they do.
    /// </summary>
    public bool IsThere => Parts.All(part => File.Exists(_path + part));

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
            throw IndexFaults.Unavailable($"the index of NuGet feeds cannot be made in '{folder}' (--index): {fault.Message}", fault);
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

    /// <summary>Closes it and deletes it. Whoever reads it now may do so to the end, where open files can be deleted.</summary>
    public void Delete()
    {
        _isClosed = true;
        _open?.Dispose();
        CloseUnused();
        foreach (var part in Parts)
        {
            try
            {
                File.Delete(_path + part);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Still open, or the folder is gone. Whoever opens the index next looks at what is left.
            }
        }

        // Those that were opened meanwhile must not be used for the next file of this name.
        CloseUnused();
        _lock.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        _open?.Dispose();
        CloseUnused();
        _lock.Dispose();
    }

    /// <summary>Closes the connections that wait for their next use, and those in use after it.</summary>
    private void CloseUnused()
    {
        using var pool = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(pool);
    }

    private static string FileOf(string folder, int number) => Path.Combine(folder, $"feed-{number}.db");

    private static void Make(string folder)
    {
        if (File.Exists(folder))
        {
            throw new IOException("that is a file; move it away, or give a folder");
        }

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
                database.CloseUnused();
                foreach (var part in Parts)
                {
                    File.Delete(path + part);
                }

                database.MakeTables();
            }

            database.KeepOpen();
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

    /// <summary>As long as one connection is open and has read, all files are there.</summary>
    private void KeepOpen()
    {
        _open = Connect();
        _ = _open.Value<long>("SELECT count(*) FROM sqlite_master");
    }

    private void MakeTables()
    {
        File.Create(_path).Dispose();
        using var connection = Connect();
        connection.Run("PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction();
        connection.Run(FeedSchema.Tables);
        connection.Run($"PRAGMA user_version = {FeedSchema.Version}");
        transaction.Commit();
    }
}
