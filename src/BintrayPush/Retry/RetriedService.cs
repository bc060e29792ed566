using BintrayPush.Api.Service;

namespace BintrayPush.Retry;

/// <summary>What a push needs of a service. Where a call may simply be made again after a failure that may pass, it is.</summary>
/// <param name="service">The service.</param>
/// <param name="retry">Makes calls again.</param>
internal sealed class RetriedService(IBintray service, Retrying retry)
{
    private readonly RetryingBintray _retrying = new(service, retry);

    public ICatalogue Catalogue => _retrying;

    public IMetadata Metadata => _retrying;

    public IFiles Files => _retrying;

    public ISigning Signing => _retrying;

    public IReleases Releases => _retrying;

    /// <summary>Without retries: what is to be done before the next attempt is known to the caller, who has <see cref="Retry"/>.</summary>
    public IPublishing Publishing => service;

    public Retrying Retry => retry;

    /// <summary>Of a service far away they are known once it has answered something.</summary>
    public ServiceCapabilities Capabilities => service.Capabilities;
}
