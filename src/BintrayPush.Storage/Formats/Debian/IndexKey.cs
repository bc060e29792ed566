using BintrayPush.Api.Service;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>Which key an index is signed with, and that one which was signed does not go on unsigned.</summary>
internal sealed class IndexKey(ISubjectKeys? keys)
{
    /// <summary>The fingerprint of the key that is to sign the indexes of a subject; <see langword="null"/> if it has none.</summary>
    public async Task<string?> FindAsync(string subject, CancellationToken cancellation) => keys is null
        ? null
        : (await keys.FindAsync(subject, passphrase: null, cancellation).ConfigureAwait(false))?.Fingerprint;

    /// <summary>Opens the key that is to sign.</summary>
    /// <param name="subject">Whose indexes are signed.</param>
    /// <param name="passphrase">What the key is opened with.</param>
    /// <param name="signedBefore">The fingerprints by which indexes are signed now.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <returns><see langword="null"/> if nothing is to be signed.</returns>
    /// <exception cref="BintrayException">400: it cannot be opened, or it is not there although it has signed before.</exception>
    public async Task<ISigner?> OpenAsync(
        string subject, Secret? passphrase, IEnumerable<string> signedBefore, CancellationToken cancellation)
    {
        if (keys is not null && await FindAsync(subject, cancellation).ConfigureAwait(false) is not null)
        {
            return await keys.OpenAsync(subject, passphrase, cancellation).ConfigureAwait(false);
        }

        return signedBefore.FirstOrDefault() is { } before
            ? throw new BintrayException(
                BintrayException.BadRequest,
                $"the index of this Debian repository is signed with the key {before}, and '{subject}' has no key here: clients would "
                    + "refuse an index without a signature. Import that key or another one")
            : null;
    }
}
