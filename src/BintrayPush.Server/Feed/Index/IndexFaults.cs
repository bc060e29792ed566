using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Feed.Index;

/// <summary>What was read from the index is not what was written there.</summary>
internal sealed class DamagedIndexException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>What SQLite says when its file is not what it was, and when it cannot work.</summary>
internal static class IndexFaults
{
    private const int Error = 1;
    private const int Corrupt = 11;
    private const int NoDatabase = 26;

    /// <summary>The extended codes of files that are shorter than they were, damaged by the file system's word, or gone.</summary>
    private static readonly int[] Damages = [522, 8458, 1032];

    /// <summary>Whether the file has to be made anew: everything else may pass.</summary>
    public static bool IsDamage(Exception fault) => fault is DamagedIndexException || (fault is SqliteException sqlite && (
        sqlite.SqliteErrorCode is Corrupt or NoDatabase
        || Damages.Contains(sqlite.SqliteExtendedErrorCode)
        || (sqlite.SqliteErrorCode == Error && sqlite.Message.Contains("no such table", StringComparison.Ordinal))));

    /// <summary>503: what is asked for may be there later.</summary>
    public static BintrayException Unavailable(string why, Exception? cause = null) => new(BintrayException.Unavailable, why, cause)
    {
        RetryAfter = TimeSpan.FromSeconds(10),
    };
}
