namespace BintrayPush.Storage.Store;

/// <summary>
/// A store that can keep what has come of a content whose sender was cut off, so that the rest can be sent later, to any server of the
/// store. Nothing that is kept was acknowledged, and none of it is believed: who goes on says what its SHA-256 is.
/// </summary>
internal interface IUnfinishedContents
{
    /// <summary>How many bytes are kept under a name.</summary>
    /// <returns>0 for none, and where a sender is still at it.</returns>
    Task<long> FindAsync(UnfinishedName name, CancellationToken cancellation);

    /// <summary>Takes hold of what is kept under a name, which may be nothing yet; nobody else can until it is disposed of.</summary>
    /// <param name="name">The name.</param>
    /// <param name="wait">Whether to wait a moment for somebody who has it: for one whose sender was cut off just now.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns><see langword="null"/> if somebody else has it.</returns>
    Task<IUnfinishedContent?> HoldAsync(UnfinishedName name, bool wait, CancellationToken cancellation);
}

/// <summary>What is kept of a content. Disposing it leaves it for another time, unless it is too little for that.</summary>
internal interface IUnfinishedContent : IDisposable
{
    /// <summary>How many bytes there are.</summary>
    long Length { get; }

    /// <summary>Reads them, from the first on.</summary>
    Task<int> ReadAsync(ArraySegment<byte> buffer, CancellationToken cancellation);

    /// <summary>
    /// Takes in the content as <see cref="IObjectStore.StageAsync"/> does. If its sender is cut off, what has come is kept; what is refused
    /// is not.
    /// </summary>
    /// <param name="content">The whole content.</param>
    /// <param name="kept">How many of its first bytes are those that are here: none or all of them.</param>
    /// <param name="cancellation">Ends the call; what has come is kept.</param>
    Task<IStagedContent> StageAsync(Stream content, long kept, CancellationToken cancellation);

    /// <summary>Keeps nothing.</summary>
    Task DropAsync();
}
