namespace BintrayPush.Signing.Keys;

/// <summary>
/// Where keys are kept: one small file for each subject, that only its owner can read. Each is written whole and flushed.
/// </summary>
public interface IKeyFiles
{
    /// <summary>What a file holds, or <see langword="null"/> if there is none.</summary>
    /// <param name="name">Its name: a subject and an extension.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">503: it cannot be read.</exception>
    Task<byte[]?> ReadAsync(string name, CancellationToken cancellation);

    /// <summary>Writes a file, in the place of an older one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">What it is to hold.</param>
    /// <param name="cancellation">Ends the writing before it has begun.</param>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">503: it cannot be written.</exception>
    Task WriteAsync(string name, byte[] content, CancellationToken cancellation);

    /// <summary>Keeps others from changing a file until the lock is disposed of: what is written hangs on what was read.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">503: somebody else holds it for too long.</exception>
    Task<IDisposable> LockAsync(string name, CancellationToken cancellation);

    /// <summary>The names of the files, in no order.</summary>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">503: they cannot be read.</exception>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation);
}
