namespace BintrayPush.Server.Feed.Index;

/// <summary>The tables of the index. Another version of them is not changed but made anew: all of it is derived.</summary>
internal static class FeedSchema
{
    /// <summary>To be raised with each change of the tables, and of what is read from packages.</summary>
    public const int Version = 5;

    public const string Tables = """
        CREATE TABLE repository (
            id INTEGER PRIMARY KEY,
            subject TEXT NOT NULL,
            name TEXT NOT NULL,
            followed TEXT,
            UNIQUE (subject, name)
        );
        -- What is in a package: read once, whatever versions have it.
        CREATE TABLE content (
            sha256 TEXT NOT NULL,
            symbols INTEGER NOT NULL,
            facts TEXT,
            fault TEXT,
            PRIMARY KEY (sha256, symbols)
        ) WITHOUT ROWID;
        -- Every published file: those of other kinds than packages (0) and symbol packages (1) are 2, and found by name and checksum alone.
        CREATE TABLE file (
            id INTEGER PRIMARY KEY,
            repository INTEGER NOT NULL,
            version_key TEXT NOT NULL,
            package TEXT NOT NULL,
            version TEXT NOT NULL,
            path TEXT NOT NULL,
            name TEXT NOT NULL,
            sha1 TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            size INTEGER NOT NULL,
            created INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            nuget_id TEXT,
            nuget_version TEXT,
            full_version TEXT,
            semver2 INTEGER NOT NULL,
            listed INTEGER NOT NULL,
            deprecation TEXT
        );
        CREATE INDEX file_of_id ON file (repository, nuget_id, kind, nuget_version);
        CREATE INDEX file_of_version ON file (repository, version_key);
        CREATE INDEX file_of_package ON file (repository, package, name);
        CREATE INDEX file_of_sha1 ON file (repository, sha1);
        -- The debug information that a symbol package holds, by the key that debuggers ask for.
        CREATE TABLE pdb (
            file INTEGER NOT NULL,
            repository INTEGER NOT NULL,
            name TEXT NOT NULL,
            signature TEXT NOT NULL,
            entry TEXT NOT NULL,
            checksum TEXT NOT NULL
        );
        CREATE INDEX pdb_of_key ON pdb (repository, name, signature);
        CREATE INDEX pdb_of_file ON pdb (file);
        -- An id, with all versions that searches find, and its latest version for each kind of client: those with or without
        -- pre-releases, with or without SemVer 2.0.0.
        CREATE TABLE package (
            id INTEGER PRIMARY KEY,
            repository INTEGER NOT NULL,
            nuget_id TEXT NOT NULL,
            types TEXT NOT NULL,
            versions TEXT NOT NULL,
            latest00 INTEGER,
            latest01 INTEGER,
            latest10 INTEGER,
            latest11 INTEGER,
            UNIQUE (repository, nuget_id)
        );
        -- How many ids each kind of client sees is counted without a look at all their rows.
        CREATE INDEX package_seen ON package (repository, latest00, latest01, latest10, latest11);
        CREATE VIRTUAL TABLE words USING fts5 (
            id, title, tags, description, authors, tokenize = "unicode61 remove_diacritics 2 tokenchars '_'", prefix = '2 3'
        );
        """;
}
