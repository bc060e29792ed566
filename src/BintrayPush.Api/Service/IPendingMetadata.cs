using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Service;

/// <summary>
/// A service that may take what is to be said of a file while that still waits to be published, so that it holds from the moment in which
/// the file becomes public, whoever publishes it.
/// </summary>
public interface IPendingMetadata
{
    /// <summary>Whether the service does. Of one far away it is known once it has answered something.</summary>
    bool TakesPendingMetadata { get; }

    /// <summary>Says something of a file that waits. A published file under the same path stays as it is until then.</summary>
    /// <param name="file">The file.</param>
    /// <param name="listed">Whether it will stand in the list of downloads; <see langword="null"/> for nothing said.</param>
    /// <param name="attributes">Attributes, beside those that it has already.</param>
    /// <exception cref="BintrayException">404: nothing waits under that path.</exception>
    Task SetPendingMetadataAsync(FileAddress file, bool? listed, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation);
}
