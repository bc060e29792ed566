using System.Collections.Concurrent;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// What is kept of an upload, open and locked. It has the name that follows from the upload while it arrives, so that nothing is left to do
/// when the process is killed. Once it is whole it gets a name of its own, as everything that was staged.
/// </summary>
internal sealed class UnfinishedFile : IUnfinishedContent
{
    /// <summary>Less is sent again faster than it is asked for.</summary>
    private const long TooLittle = 1 << 20;

    /// <summary>What arrives in this process.</summary>
    private static readonly ConcurrentDictionary<string, UnfinishedFile> Arrivals = new();

    private readonly CancellationTokenSource _taken = new();
    private readonly FolderStore _store;
    private readonly FileStream _file;
    private readonly string _path;
    private bool _isGone;

    private UnfinishedFile(FolderStore store, FileStream file, string path)
    {
        _store = store;
        _file = file;
        _path = path;
        Length = file.Length;
    }

    /// <summary>
    /// Whether a lock is sure to be on the file that has the name: elsewhere one could be taken on a file that has just got another name.
    /// </summary>
    public static bool AreSafe => FileIdentity.IsKnown || Path.DirectorySeparatorChar == '\\';

    public long Length { get; }

    /// <summary>Opens the file, which is made if it is not there, and locks it.</summary>
    /// <returns><see langword="null"/> if somebody else has it.</returns>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static UnfinishedFile? TryOpen(FolderStore store, string path)
    {
        if (PlainFiles.IsLink(path))
        {
            throw PlainFiles.Link(path);
        }

        FileStream? file = null;
        try
        {
            // On Windows others may not write, and it can be renamed while it is open; elsewhere it is locked here.
            file = store.Modes.NewFile(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Delete);
            if (!TryLock(store, file, path))
            {
                return null;
            }

            var held = new UnfinishedFile(store, file, path);
            file = null;
            return held;
        }
        catch (IOException busy) when (FileErrors.IsBusy(busy))
        {
            return null;
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>
    /// Ends an upload to which nothing has come for a while: its sender is back on another connection. Such a connection may stay open for
    /// long where nobody tells this side that it is dead.
    /// </summary>
    public static void EndArrival(string path)
    {
        if (Arrivals.TryGetValue(path, out var arrival))
        {
            arrival._taken.Cancel();
        }
    }

    public Task<int> ReadAsync(ArraySegment<byte> buffer, CancellationToken cancellation) =>
        FolderFiles.LookAsync(() => _file.Read(buffer.Array!, buffer.Offset, buffer.Count), cancellation);

    public async Task<IStagedContent> StageAsync(Stream content, long kept, CancellationToken cancellation)
    {
        if (kept == 0)
        {
            await FolderFiles.RunAsync(() => Cut(), cancellation).ConfigureAwait(false);
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _taken.Token);
        Arrivals[_path] = this;
        try
        {
            // Not disposed: the file stays open and locked until this is.
            var incoming = new IncomingFile(() => _file, kept);
            var length = await incoming.WriteAllAsync(content, end.Token).ConfigureAwait(false);
            // A sender who went while it was flushed comes back to a file of which nothing is missing.
            cancellation.ThrowIfCancellationRequested();
            return await FolderFiles.RunAsync(() => TakeOut(length), CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_taken.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new BintrayException(BintrayException.Timeout, "nothing more came, and another call goes on with this upload");
        }
        catch (BintrayException)
        {
            // The disk is in trouble, or the bytes were refused: of neither is anything to be kept.
            await DropAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            Arrivals.TryRemove(_path, out _);
        }
    }

    public Task DropAsync() => FolderFiles.RunAsync(Drop, CancellationToken.None);

    public bool Drop()
    {
        if (!_isGone)
        {
            _isGone = true;
            FolderFiles.TryDelete(_path);
        }

        return true;
    }

    public void Dispose()
    {
        if (!_isGone && _file.CanRead && _file.Length < TooLittle)
        {
            Drop();
        }

        _file.Dispose();
    }

    /// <summary>Locks the file. If it got another name meanwhile, what has the name now is another one.</summary>
    private static bool TryLock(FolderStore store, FileStream file, string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            PosixCalls.Lock(file.SafeFileHandle, path);
            if (FileIdentity.Of(file.SafeFileHandle) is not { } opened || !opened.IsSameFile(FileIdentity.Of(path)))
            {
                return false;
            }

            store.Modes.Share(file.SafeFileHandle, opened);
        }
#endif
        return true;
    }

    private bool Cut()
    {
        _file.SetLength(0);
        return true;
    }

    private StagedFile TakeOut(long length)
    {
        var staged = new StagedFile(_store, _store.Writer.NewTemporary()) { Length = length };
        FolderFiles.Rename(_path, staged.Path);
        _isGone = true;
        return staged;
    }
}
