using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;

namespace BintrayPush.Api.Service;

/// <summary>The keys that files are signed with: those that a service keeps, or others for one call.</summary>
public interface ISigningKeys
{
    /// <summary>Opens the key of a subject for signing.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="passphrase">What the key is to be opened with, if anything.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="BintrayException">
    /// 400: there is no key, its passphrase is missing or wrong, it has expired or is revoked; the message says which and what to do.
    /// </exception>
    Task<ISigner> OpenAsync(string subject, Secret? passphrase, CancellationToken cancellation);

    /// <summary>Compares a detached signature with the bytes that it should be of.</summary>
    /// <param name="subject">Whose keys it is looked for among.</param>
    /// <param name="signature">The signature, armoured or not: any bytes.</param>
    /// <param name="content">The bytes; read to the end once, in constant memory.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    Task<SignatureMatch> CompareAsync(string subject, ReadOnlyMemory<byte> signature, Stream content, CancellationToken cancellation);
}
