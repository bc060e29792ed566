using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;

namespace BintrayPush.Api.Service;

/// <summary>The OpenPGP keys that a service keeps for its subjects, and signs their files with (protocol reference, section 10).</summary>
public interface ISubjectKeys
{
    /// <summary>The key that a subject signs with now, and whether it can: known before anything is written.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="passphrase">What the key is to be opened with, if anything.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <returns><see langword="null"/> if the subject has none.</returns>
    Task<SubjectKey?> FindAsync(string subject, Secret? passphrase, CancellationToken cancellation);

    /// <summary>Opens the key of a subject for signing.</summary>
    /// <inheritdoc cref="FindAsync" path="/param"/>
    /// <exception cref="BintrayException">
    /// 400: there is no key, its passphrase is missing or wrong, it has expired or is revoked; the message says which and what to do.
    /// </exception>
    Task<ISigner> OpenAsync(string subject, Secret? passphrase, CancellationToken cancellation);

    /// <summary>The public keys of a subject, revoked and former ones too, armoured; <see langword="null"/> if it has none.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellation">Ends the question.</param>
    Task<string?> PublicKeysAsync(string subject, CancellationToken cancellation);

    /// <summary>Compares a detached signature with the bytes that it should be of.</summary>
    /// <param name="subject">Whose keys it is looked for among.</param>
    /// <param name="signature">The signature, armoured or not: any bytes.</param>
    /// <param name="content">The bytes; read to the end once, in constant memory.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    Task<SignatureMatch> CompareAsync(string subject, ReadOnlyMemory<byte> signature, Stream content, CancellationToken cancellation);
}
