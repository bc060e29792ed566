using System.Text;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Signing.Keys;

/// <summary>
/// A private key that came with a call and signs for it alone. It has to be as good as one that is kept; nothing of it is written anywhere.
/// </summary>
public sealed class BroughtKey : ISigningKeys
{
    private readonly KeyPair _pair;
    private readonly ISigningKeys _kept;
    private readonly TimeProvider _time;

    private BroughtKey(KeyPair pair, ISigningKeys kept, TimeProvider time) => (_pair, _kept, _time) = (pair, kept, time);

    /// <summary>Reads and opens a key.</summary>
    /// <param name="armoured">The private key.</param>
    /// <param name="passphrase">What it is protected by, if by anything.</param>
    /// <param name="kept">The keys that may have signed before.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="KeyRefusedException">
    /// It is none, too weak, expired or revoked, or the passphrase is missing or another one; the message says which.
    /// </exception>
    public static BroughtKey Read(string armoured, Secret? passphrase, ISigningKeys kept, TimeProvider time)
    {
        var pair = KeyPair.ReadToSign(Encoding.UTF8.GetBytes(armoured), passphrase);
        KeyWords.RequireFit(pair.Public, time.GetUtcNow());
        return new BroughtKey(pair, kept, time);
    }

    /// <inheritdoc/>
    public Task<ISigner> OpenAsync(string subject, Secret? passphrase, CancellationToken cancellation)
    {
        var key = _pair.Public;
        return Task.FromResult<ISigner>(new KeySigner(
            _pair,
            new SubjectKey
            {
                Fingerprint = key.Fingerprint,
                Algorithm = key.Algorithm,
                UserId = key.UserId,
                Created = key.Created,
                Expires = key.Expires,
                State = KeyState.Usable,
            },
            _time));
    }

    /// <summary>Also where this key signed: so a file that has changed since gets another signature by it.</summary>
    /// <inheritdoc/>
    public async Task<SignatureMatch> CompareAsync(
        string subject, ReadOnlyMemory<byte> signature, Stream content, CancellationToken cancellation)
    {
        // Of a key that is not asked for nothing is read.
        var match = await SignatureComparison.CompareAsync([_pair.Public], signature, content, cancellation).ConfigureAwait(false);
        return match == SignatureMatch.UnknownKey
            ? await _kept.CompareAsync(subject, signature, content, cancellation).ConfigureAwait(false) : match;
    }
}
