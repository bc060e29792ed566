namespace BintrayPush.Feed.StaticFeeds;

/// <summary>The files of a static feed. A name is relative, its parts are joined by <c>/</c>.</summary>
public interface IFeedFiles
{
    /// <summary>The bytes of a file.</summary>
    /// <returns><see langword="null"/> if there is no such file.</returns>
    Task<byte[]?> ReadAsync(string name, CancellationToken cancellation);

    /// <summary>The length of a file.</summary>
    /// <returns><see langword="null"/> if there is no such file.</returns>
    long? LengthOf(string name);

    /// <summary>Writes a file. Whoever reads meanwhile sees the old one or the new one, each as a whole.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="write">Writes its bytes.</param>
    /// <param name="flush">Whether its bytes are on the disk before it has its name, so that a power loss cannot come between.</param>
    /// <param name="cancellation">Ends the writing.</param>
    Task WriteAsync(string name, Func<Stream, Task> write, bool flush, CancellationToken cancellation);

    /// <summary>Puts a package there without its bytes being read, where that can be done.</summary>
    /// <returns>Whether it is there; if not, its bytes are to be written.</returns>
    Task<bool> TryPutAsync(string name, StaticPackage package, CancellationToken cancellation);

    /// <summary>Deletes a file, and the folders that are empty then.</summary>
    void Delete(string name);

    /// <summary>The files below a folder.</summary>
    IEnumerable<string> Below(string folder);
}
