using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Folder;

/// <summary>A content that has arrived and is flushed, in <c>tmp/</c>, before it has its name.</summary>
internal sealed class StagedFile(FolderStore store, string path) : IStagedContent
{
    private bool _named;

    public string Path => path;

    /// <summary>How many bytes arrived.</summary>
    public long Length { get; set; }

    public async Task NameAsync(string key, CancellationToken cancellation)
    {
        var final = store.FileOf(key);
        using var held = await store.Locks.EnterAsync(key, cancellation).ConfigureAwait(false);
        await FolderFiles.RunAsync(
            () =>
            {
                // A file is not believed by its name alone: one of another length was cut, emptied or never whole.
                if (PlainFiles.LengthOf(final) != Length)
                {
                    var folder = System.IO.Path.GetDirectoryName(final)!;
                    PlainFiles.RefuseLinks(store.Root, folder);
                    DamagedContents.MakeReplaceable(final);
                    FolderModes.MakePublicFile(path);
                    held.RequireValid();
                    store.Writer.Name(path, final);
                    _named = true;
                }

                return true;
            },
            cancellation).ConfigureAwait(false);
    }

    public Task<Stream> OpenAsync(CancellationToken cancellation) =>
        FolderFiles.LookAsync<Stream>(() => new ContentFile(path), cancellation);

    public void Dispose()
    {
        if (!_named)
        {
            FolderFiles.TryDelete(path);
        }
    }
}
