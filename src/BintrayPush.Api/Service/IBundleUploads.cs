using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Service;

/// <summary>
/// A service that may take many small files in one call. Where there are hundreds of them the calls cost more than the bytes, on the way
/// and at both ends.
/// </summary>
public interface IBundleUploads
{
    /// <summary>Whether the service has said that it does. Of one far away it is known once it has answered something.</summary>
    bool TakesBundles { get; }

    /// <summary>Sends files of one version in one call. No published file is replaced, and nothing is published.</summary>
    /// <param name="version">The version they go to.</param>
    /// <param name="files">The files, with paths that differ.</param>
    /// <exception cref="BintrayException">
    /// The service refused, or could not be asked: any of the files may have been taken, and each can be sent again by itself.
    /// </exception>
    Task<UploadAnswer> UploadBundleAsync(VersionAddress version, IReadOnlyList<BundledFile> files, CancellationToken cancellation);
}

/// <summary>A small file that is sent with others.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Open">
/// Opens its content, when its turn has come; the stream can seek, and is disposed when it was read. What it throws reaches whoever sends.
/// </param>
public sealed record BundledFile(RepositoryPath Path, Func<Stream> Open);
