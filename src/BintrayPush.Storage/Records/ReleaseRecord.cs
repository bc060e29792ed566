namespace BintrayPush.Storage.Records;

/// <summary>
/// A release: whether the versions that it prepared are public, all of them or none. Its key holds a random id, so it may be deleted once
/// no head refers to it any more.
/// </summary>
internal sealed record ReleaseRecord : MutableRecord
{
    public ReleaseState State { get; init; }

    public DateTimeOffset Started { get; init; }

    /// <summary>
    /// Whether its writer holds a lock as long as it is open, where the store has such locks: without it the writer is dead.
    /// </summary>
    public bool WriterLock { get; init; }

    /// <summary>The keys of the heads that may refer to it.</summary>
    public IReadOnlyList<string> Heads { get; init; } = [];
}

/// <summary>How far a release is. It is never open again.</summary>
internal enum ReleaseState
{
    /// <summary>Its heads are being prepared; nothing of it is public.</summary>
    Open,

    /// <summary>All of it is public.</summary>
    Committed,

    /// <summary>Nothing of it will ever be public.</summary>
    Dropped,
}
