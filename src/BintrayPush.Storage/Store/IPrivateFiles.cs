namespace BintrayPush.Storage.Store;

/// <summary>A private file that is there.</summary>
/// <param name="Key">Its key: segments joined by <c>/</c>.</param>
/// <param name="Tag">It changes with every write.</param>
public sealed record PrivateFile(string Key, string Tag);

/// <summary>
/// Small files of a server's own: users, keys, and records of what the service itself does not know. Only the server can read them.
/// Each is written whole and flushed, and a change by another process is seen at the next call.
/// </summary>
public interface IPrivateFiles
{
    /// <summary>A file, or <see langword="null"/>.</summary>
    /// <exception cref="BintrayException">503: it cannot be read whether there is one.</exception>
    Task<PrivateFile?> FindAsync(string key, CancellationToken cancellation);

    /// <summary>The files directly in a folder, in no order.</summary>
    /// <exception cref="BintrayException">503: they cannot be read.</exception>
    Task<IReadOnlyList<PrivateFile>> ListAsync(string folder, CancellationToken cancellation);

    /// <summary>What a file holds, or <see langword="null"/> if there is none.</summary>
    /// <exception cref="BintrayException">503: it cannot be read.</exception>
    Task<byte[]?> ReadAsync(string key, CancellationToken cancellation);

    /// <summary>Writes a file, in the place of an older one: a reader sees the old one or the new one.</summary>
    /// <exception cref="BintrayException">503: it cannot be written.</exception>
    Task WriteAsync(string key, byte[] content, CancellationToken cancellation);

    /// <summary>Writes a file if there is none.</summary>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="BintrayException">503: it cannot be written.</exception>
    Task<bool> TryCreateAsync(string key, byte[] content, CancellationToken cancellation);

    /// <summary>Keeps others who ask for the same from changing a file until the lock is disposed of.</summary>
    /// <exception cref="BintrayException">503: somebody else holds it for too long, or no lock can be made.</exception>
    Task<IDisposable> LockAsync(string key, CancellationToken cancellation);

    /// <summary>
    /// In which order to lock some files by <see cref="LockAsync"/>, so that nobody waits for who waits for them, and which of them share a
    /// lock: who has locked all that are returned has locked all that were given.
    /// </summary>
    IReadOnlyList<string> LockOrder(IReadOnlyCollection<string> keys);

    /// <summary>Removes a file, if there is one.</summary>
    /// <exception cref="BintrayException">503: it cannot be removed.</exception>
    Task DeleteAsync(string key, CancellationToken cancellation);
}
