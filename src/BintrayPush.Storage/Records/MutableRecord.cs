namespace BintrayPush.Storage.Records;

/// <summary>An object that changes, by create-if-absent and replace-if-unchanged only.</summary>
internal abstract record MutableRecord
{
    /// <summary>Random and fresh in every write, so that no two states are ever the same bytes.</summary>
    public string Rev { get; init; } = "";

    /// <summary>Whether this is a tombstone: the key stays, the thing is gone.</summary>
    public bool Deleted { get; init; }
}
