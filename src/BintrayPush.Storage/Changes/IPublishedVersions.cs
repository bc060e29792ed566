namespace BintrayPush.Storage.Changes;

/// <summary>An index of what a repository publishes: it is told what changes.</summary>
public interface IPublishedVersions
{
    /// <summary>Everything that it was told is void; all that is published follows.</summary>
    Task ForgetAllAsync(CancellationToken cancellation);

    /// <summary>Everything of a package is void; what it publishes follows.</summary>
    /// <param name="package">The name of the package.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task ForgetPackageAsync(string package, CancellationToken cancellation);

    /// <summary>A version publishes nothing any more.</summary>
    /// <param name="key">Its <see cref="PublishedVersion.Key"/>.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task ForgetAsync(string key, CancellationToken cancellation);

    /// <summary>A version publishes exactly this.</summary>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task SetAsync(PublishedVersion version, CancellationToken cancellation);
}
