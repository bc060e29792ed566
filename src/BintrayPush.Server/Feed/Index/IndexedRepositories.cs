using Microsoft.Data.Sqlite;

namespace BintrayPush.Server.Feed.Index;

/// <summary>The repositories that the index knows, and how far it has followed each.</summary>
internal static class IndexedRepositories
{
    private static readonly string[] Derived =
    [
        "DELETE FROM words WHERE rowid IN (SELECT id FROM package WHERE repository = $1)",
        "DELETE FROM package WHERE repository = $1",
        "DELETE FROM pdb WHERE repository = $1",
        "DELETE FROM file WHERE repository = $1",
        "DELETE FROM repository WHERE id = $1",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<(long Row, RepositoryAddress Address)> All(SqliteConnection connection) => connection.Rows(
        row => (row.GetInt64(0), RepositoryAddress.Of(row.GetString(1), row.GetString(2))), "SELECT id, subject, name FROM repository");

    /// <summary>The row of a repository, and what the last call that followed it has answered.</summary>
    public static (long Row, string? Followed)? Find(SqliteConnection connection, RepositoryAddress repository) =>
        connection.Rows(
            row => ((long, string?)?)(row.GetInt64(0), row.Text(1)),
            "SELECT id, followed FROM repository WHERE subject = $1 AND name = $2",
            repository.Subject,
            repository.Name).FirstOrDefault();

    /// <inheritdoc cref="Find"/>
    public static (long Row, string? Followed) FindOrAdd(SqliteConnection connection, RepositoryAddress repository)
    {
        connection.Run("INSERT OR IGNORE INTO repository (subject, name) VALUES ($1, $2)", repository.Subject, repository.Name);
        return Find(connection, repository)!.Value;
    }

    /// <summary>Writes down how far a repository is followed; <see langword="null"/> while it is not whole.</summary>
    public static void SetFollowed(SqliteConnection connection, long row, string? followed) =>
        connection.Run("UPDATE repository SET followed = $2 WHERE id = $1", row, followed);

    /// <summary>Deletes a repository with everything that is derived from it.</summary>
    public static void Forget(SqliteConnection connection, long row)
    {
        foreach (var delete in Derived)
        {
            connection.Run(delete, row);
        }
    }
}
