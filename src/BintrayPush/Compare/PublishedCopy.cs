using BintrayPush.Api.Service;

namespace BintrayPush.Compare;

/// <summary>A published file on this machine for as long as it is looked at, proved to be what the service lists.</summary>
internal sealed class PublishedCopy : IDisposable
{
    private const int BufferSize = 1 << 16;

    private PublishedCopy(Stream content) => Content = content;

    /// <summary>The bytes, seekable.</summary>
    public Stream Content { get; }

    /// <summary>What was read.</summary>
    public ContentHashes Hashes { get; private set; } = null!;

    /// <summary>Fetches it. No more is read than the listing says there is.</summary>
    /// <exception cref="BintrayException">It is not there, or is not what the listing says.</exception>
    /// <exception cref="IOException">There is no room for it here.</exception>
    public static async Task<PublishedCopy> FetchAsync(IFiles files, RepositoryFile file, CancellationToken cancellation)
    {
        var address = new FileAddress(file.Version.Repository, file.Path);
        using var download = await files.DownloadAsync(address, includeUnpublished: false, cancellation).ConfigureAwait(false)
            ?? throw new BintrayException(BintrayException.NotFound, "the published file cannot be downloaded");
        var copy = new PublishedCopy(CreateTemporary());
        try
        {
            copy.Hashes = await IncomingContent.ReadAsync(download.Content, copy.Content, file.Size, cancellation).ConfigureAwait(false);
            copy.Content.Position = 0;
            return file.HasContent(copy.Hashes)
                ? copy
                : throw new BintrayException(BintrayException.NoAnswer, "the published file is not what the service lists");
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose() => Content.Dispose();

    /// <summary>Readable by this account only, and deleted when it is closed.</summary>
    private static FileStream CreateTemporary()
    {
        var path = Path.Combine(Path.GetTempPath(), "bintray-" + Guid.NewGuid().ToString("N"));
#if NET
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = BufferSize,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
#else
        return new FileStream(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            BufferSize,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose);
#endif
    }
}
