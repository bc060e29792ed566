namespace BintrayPush.Storage.Records;

/// <summary>An object that changes, by create-if-absent and replace-if-unchanged only.</summary>
internal abstract record MutableRecord
{
    /// <summary>Random and fresh in every write, so that no two states are ever the same bytes.</summary>
    public string Rev { get; init; } = "";

    /// <summary>Whether this is a tombstone: the key stays, the thing is gone.</summary>
    public bool Deleted { get; init; }

    /// <summary>
    /// On what a copy of another store has written: where it came from and what was written, as hashes. Whoever changes the record here
    /// keeps it, and the next copy sees by it that the record is another one. <see langword="null"/> for what is no copy.
    /// </summary>
    public string? Copied { get; init; }
}
