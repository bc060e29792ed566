namespace BintrayPush.Storage.Store;

/// <summary>
/// A store that knows whether the writer of an object is still alive. What a dead one has begun need not be waited for.
/// </summary>
/// <remarks>
/// Only waits depend on it: whoever takes a living writer for dead ends its work by a conditional write, and the writer notices.
/// </remarks>
internal interface IWriterLocks
{
    /// <summary>Shows that somebody works on an object, until it is disposed of or the process ends.</summary>
    /// <param name="key">The object, which nobody else ever does this for: there is a random id in its key.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<IDisposable> HoldAsync(string key, CancellationToken cancellation);

    /// <summary>Whether somebody still works on an object. Once nobody does, nobody will.</summary>
    Task<bool> IsHeldAsync(string key, CancellationToken cancellation);
}
