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
    /// <exception cref="BintrayException">
    /// 404: there is no such version. 400: the subject's key cannot sign, or it has none; nothing was signed.
    /// </exception>
    Task<ServiceAnswer> SignVersionAsync(VersionAddress version, Secret? passphrase, CancellationToken cancellation);

    /// <summary>Signs one file; the signature is a new unpublished file.</summary>
    /// <returns>A warning when no key is stored and nothing was signed (protocol reference, section 10).</returns>
    /// <exception cref="BintrayException">
    /// 404: there is no such file. 400: the subject's key cannot sign, or it has none; nothing was signed.
    /// </exception>
    Task<ServiceAnswer> SignFileAsync(FileAddress file, Secret? passphrase, CancellationToken cancellation);

    /// <summary>
    /// The key that the service signs with for a subject, and whether it can with this passphrase. Only to be asked where
    /// <see cref="ServiceCapabilities.TellsKeys"/> is set: Bintray's protocol has no such question.
    /// </summary>
    /// <returns><see langword="null"/> if there is none.</returns>
    Task<SubjectKey?> FindSigningKeyAsync(string subject, Secret? passphrase, CancellationToken cancellation);

    /// <summary>
    /// The public keys by which signatures of a subject are checked, armoured, as the service shows them to everybody;
    /// <see langword="null"/> if it shows none.
    /// </summary>
    Task<string?> GetPublicKeysAsync(string subject, CancellationToken cancellation);
}
