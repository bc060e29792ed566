using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Service;

/// <summary>The files of versions, published and pending (protocol reference, sections 7, 11 and 13).</summary>
public interface IFiles
{
    /// <summary>The files of a version, in the order of their paths, both views taken at one moment.</summary>
    /// <exception cref="BintrayException">404: there is no such version.</exception>
    Task<FileListing> ListFilesAsync(VersionAddress version, bool includeUnpublished, CancellationToken cancellation);

    /// <summary>The files of all versions of a package, in the order of their paths.</summary>
    /// <exception cref="BintrayException">404: there is no such package.</exception>
    Task<FileListing> ListFilesAsync(PackageAddress package, bool includeUnpublished, CancellationToken cancellation);

    /// <summary>A published file by its path, or <see langword="null"/>.</summary>
    Task<RepositoryFile?> GetFileAsync(FileAddress file, CancellationToken cancellation);

    /// <summary>
    /// Opens a file for reading, or answers <see langword="null"/>. With <paramref name="includeUnpublished"/> a pending file is
    /// read instead of the published one. The checksums given are those of the bytes that will be read.
    /// </summary>
    Task<FileDownload?> DownloadAsync(FileAddress file, bool includeUnpublished, CancellationToken cancellation);

    /// <summary>Deletes a file, published or not.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <param name="passphrase">
    /// What the key is opened with that signs the index of the repository, if it has one: without it a later call makes the index follow.
    /// </param>
    /// <exception cref="BintrayException">404: there is no such file. 400: the passphrase is another one; nothing was deleted.</exception>
    Task DeleteFileAsync(FileAddress file, CancellationToken cancellation, Secret? passphrase = null);

    /// <summary>Drops a version's pending files. Published ones stay as they are.</summary>
    /// <exception cref="BintrayException">404: there is no such version.</exception>
    Task<PublishAnswer> DiscardAsync(VersionAddress version, CancellationToken cancellation);
}
