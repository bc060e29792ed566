using BintrayPush.Api.Names;

namespace BintrayPush.Api.Service;

/// <summary>A small file that is sent with others.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Open">
/// Opens its content, when its turn has come; the stream can seek, and is disposed when it was read. What it throws reaches the caller
/// of the upload.
/// </param>
public sealed record BundledFile(RepositoryPath Path, Func<Stream> Open);
