namespace BintrayPush.Signing.Keys;

/// <summary>The key of another subject, which signs for one call.</summary>
/// <param name="kept">The keys of the subjects.</param>
/// <param name="lender">Whose key signs.</param>
public sealed class BorrowedKey(ISigningKeys kept, string lender) : ISigningKeys
{
    /// <inheritdoc/>
    public Task<ISigner> OpenAsync(string subject, Secret? passphrase, CancellationToken cancellation) =>
        kept.OpenAsync(lender, passphrase, cancellation);

    /// <inheritdoc/>
    public async Task<SignatureMatch> CompareAsync(
        string subject, ReadOnlyMemory<byte> signature, Stream content, CancellationToken cancellation)
    {
        var match = await kept.CompareAsync(lender, signature, content, cancellation).ConfigureAwait(false);
        return match == SignatureMatch.UnknownKey
            ? await kept.CompareAsync(subject, signature, content, cancellation).ConfigureAwait(false) : match;
    }
}
