using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Service;

/// <summary>Signs with the key that the service keeps for a subject (protocol reference, section 10).</summary>
public interface ISigning
{
    /// <summary>
    /// Signs all files of a version; the signatures are new unpublished files. It may take long without sending a byte:
    /// <paramref name="cancellation"/> is its only limit.
    /// </summary>
    /// <returns>A warning when no key is stored and nothing was signed (protocol reference, section 10).</returns>
    /// <exception cref="BintrayException">404: there is no such version.</exception>
    Task<ServiceAnswer> SignVersionAsync(VersionAddress version, Secret? passphrase, CancellationToken cancellation);

    /// <summary>Signs one file; the signature is a new unpublished file.</summary>
    /// <returns>A warning when no key is stored and nothing was signed (protocol reference, section 10).</returns>
    /// <exception cref="BintrayException">404: there is no such file.</exception>
    Task<ServiceAnswer> SignFileAsync(FileAddress file, Secret? passphrase, CancellationToken cancellation);
}
