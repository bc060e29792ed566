namespace BintrayPush.Storage.Folder;

/// <summary>A lock that is held until it is disposed of.</summary>
internal sealed class FolderLock(LockFile file, SemaphoreSlim queue) : IDisposable
{
    private int _released;

    /// <summary>The identity of the open file, where the system has one.</summary>
    public FileIdentity? Identity { get; } = FileIdentity.IsKnown ? FileIdentity.Of(file.Handle) : null;

    /// <summary>Whether others who lock the same name meet this lock.</summary>
    public bool IsValid => Identity is null || Identity.Value.IsSameFile(FileIdentity.Of(file.Path));

    /// <summary>To be asked just before what the lock guards is written.</summary>
    /// <exception cref="IOException">The lock file was deleted or replaced meanwhile.</exception>
    public void RequireValid()
    {
        if (!IsValid)
        {
            throw new IOException(
                $"the lock file '{file.Path}' was deleted or replaced while it was held: nobody else may touch what lies in 'lock'");
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            file.Dispose();
            queue.Release();
        }
    }
}
