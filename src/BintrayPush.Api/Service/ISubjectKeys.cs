using BintrayPush.Api.Model;

namespace BintrayPush.Api.Service;

/// <summary>The OpenPGP keys that a service keeps for its subjects, and signs their files with (protocol reference, section 10).</summary>
public interface ISubjectKeys : ISigningKeys
{
    /// <summary>The key that a subject signs with now, and whether it can: known before anything is written.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="passphrase">What the key is to be opened with, if anything.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <returns><see langword="null"/> if the subject has none.</returns>
    Task<SubjectKey?> FindAsync(string subject, Secret? passphrase, CancellationToken cancellation);

    /// <summary>The public keys of a subject, revoked and former ones too, armoured; <see langword="null"/> if it has none.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellation">Ends the question.</param>
    Task<string?> PublicKeysAsync(string subject, CancellationToken cancellation);
}
