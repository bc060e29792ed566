using BintrayPush.Api.Failures;

namespace BintrayPush.Api.Service;

/// <summary>
/// A Bintray-style distribution service: what its REST API v1 offers, as calls (protocol reference, sections 3 to 12). One
/// implementation speaks HTTP, one keeps the objects in a folder or a bucket; both answer alike.
/// </summary>
/// <remarks>
/// Questions about a thing that is not there answer <see langword="null"/>. Every other refusal is a <see cref="BintrayException"/>
/// with the status the wire would carry. All calls may be used from several threads at once. A cancelled call ends with
/// <see cref="OperationCanceledException"/> and may have been carried out or not; every call is safe to repeat.
/// </remarks>
public interface IBintray : ICatalogue, IMetadata, IFiles, IPublishing, IReleases, ISigning, IAdministration
{
    /// <summary>What the service can do beyond the protocol. Of one far away it is known once it has answered something.</summary>
    ServiceCapabilities Capabilities { get; }
}
