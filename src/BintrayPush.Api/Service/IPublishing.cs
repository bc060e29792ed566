using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Service;

/// <summary>
/// Uploads and publishes (protocol reference, sections 8 and 9). Only the caller knows what to do after a lost answer: open
/// the file anew, or look whether it has happened.
/// </summary>
public interface IPublishing
{
    /// <summary>
    /// Stores a file, unpublished unless asked otherwise. The content is read once, forwards, to its end; the caller disposes it.
    /// When the call returns, the bytes survive a crash of any process.
    /// </summary>
    /// <exception cref="BintrayException">
    /// 404: no such repository or package; 409: the path is published and there is no override, or belongs to another version, or
    /// the bytes are not the announced ones (reference 8.2), or what is kept of them is not what a <see cref="Resumption"/> says, and the
    /// whole file is to be sent; 400: the request makes no sense.
    /// </exception>
    /// <exception cref="ContentReadException"><paramref name="content"/> could not be read.</exception>
    Task<UploadAnswer> UploadAsync(UploadRequest upload, Stream content, CancellationToken cancellation);

    /// <summary>
    /// How many bytes are kept of an upload that was cut off: of the same file of the same size, begun by the same user with a
    /// <see cref="UploadRequest.Resumption"/>. They are to be told by their SHA-256 when the rest is sent.
    /// </summary>
    /// <param name="upload">The upload, with the size of the file.</param>
    /// <returns>0 where nothing is kept.</returns>
    /// <exception cref="BintrayException">The service refused, or could not be asked.</exception>
    Task<long> FindUnfinishedAsync(UploadRequest upload, CancellationToken cancellation);

    /// <summary>
    /// Sends files of one version in one call, to a service with <see cref="ServiceCapabilities.Bundles"/>. No published file is replaced,
    /// and nothing is published.
    /// </summary>
    /// <param name="version">The version they go to.</param>
    /// <param name="files">The files, with paths that differ.</param>
    /// <exception cref="BintrayException">
    /// The service refused, or could not be asked: any of the files may have been taken, and each can be sent again by itself.
    /// </exception>
    /// <exception cref="NotSupportedException">The service has never said that it takes bundles.</exception>
    Task<UploadAnswer> UploadBundleAsync(VersionAddress version, IReadOnlyList<BundledFile> files, CancellationToken cancellation);

    /// <summary>
    /// Makes a version's pending files public, all at once. A version with nothing pending answers 0. Where the answer is not
    /// <see cref="PublishAnswer.IsDone"/>, that may take a while yet.
    /// </summary>
    /// <exception cref="BintrayException">
    /// 404: no such version; 409: an expected file is missing or has other bytes, nothing is published; 408: it is not finished yet.
    /// </exception>
    Task<PublishAnswer> PublishAsync(VersionAddress version, PublishRequest request, CancellationToken cancellation);

    /// <summary>
    /// Makes the files of many versions public at one moment, on a service with <see cref="ServiceCapabilities.Releases"/>: nobody ever
    /// sees one of them without the others.
    /// </summary>
    /// <param name="versions">The versions, of any repositories of one subject, each once.</param>
    /// <exception cref="BintrayException">
    /// 400: the versions are not those of one subject. 404: one of them is not there. 409: one is not as expected. Then nothing is public.
    /// </exception>
    /// <exception cref="NotSupportedException">The service has never said that it can do that.</exception>
    Task<PublishAnswer> PublishReleaseAsync(IReadOnlyList<ReleasedVersion> versions, CancellationToken cancellation);
}
