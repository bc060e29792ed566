using BintrayPush.Api.Service;
using BintrayPush.Storage.Signatures;

namespace BintrayPush.Storage;

/// <content>Signatures, and the keys that make them.</content>
public sealed partial class ObjectStoreBintray
{
    /// <inheritdoc/>
    public async Task<ServiceAnswer> SignVersionAsync(VersionAddress version, Secret? passphrase, CancellationToken cancellation)
    {
        await _lookup.RequireAsync(version, cancellation).ConfigureAwait(false);
        return await SignedAsync(_signatures?.SignAsync(version, passphrase, cancellation)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ServiceAnswer> SignFileAsync(FileAddress file, Secret? passphrase, CancellationToken cancellation)
    {
        await _files.RequireAsync(file, cancellation).ConfigureAwait(false);
        return await SignedAsync(_signatures?.SignAsync(file, passphrase, cancellation)).ConfigureAwait(false);
    }

    /// <summary>Signs all files of a version by other keys than those that are kept here.</summary>
    /// <inheritdoc cref="ISigning.SignVersionAsync"/>
    /// <param name="version">The version.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="passphrase">What the key is to be opened with, if anything.</param>
    /// <param name="cancellation">Ends the signing.</param>
    public async Task SignVersionAsync(
        VersionAddress version, ISigningKeys keys, Secret? passphrase, CancellationToken cancellation)
    {
        await _lookup.RequireAsync(version, cancellation).ConfigureAwait(false);
        await SignaturesBy(keys).SignAsync(version, passphrase, cancellation).ConfigureAwait(false);
    }

    /// <summary>Signs one file by another key than those that are kept here.</summary>
    /// <inheritdoc cref="ISigning.SignFileAsync"/>
    /// <param name="file">The file.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="passphrase">What the key is to be opened with, if anything.</param>
    /// <param name="cancellation">Ends the signing.</param>
    public async Task SignFileAsync(FileAddress file, ISigningKeys keys, Secret? passphrase, CancellationToken cancellation)
    {
        await _files.RequireAsync(file, cancellation).ConfigureAwait(false);
        await SignaturesBy(keys).SignAsync(file, passphrase, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<SubjectKey?> FindSigningKeyAsync(string subject, Secret? passphrase, CancellationToken cancellation) =>
        _keys is null ? null : await _keys.FindAsync(subject, passphrase, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<string?> GetPublicKeysAsync(string subject, CancellationToken cancellation) =>
        _keys is null ? null : await _keys.PublicKeysAsync(subject, cancellation).ConfigureAwait(false);

    private VersionSignatures SignaturesBy(ISigningKeys keys) => new(keys, _listings, _downloads, _uploads);

    /// <summary>Where no keys are kept, signing is no error (protocol reference, section 10).</summary>
    private static async Task<ServiceAnswer> SignedAsync(Task? signing)
    {
        if (signing is null)
        {
            return new ServiceAnswer("nothing was signed: no key is stored here");
        }

        await signing.ConfigureAwait(false);
        return ServiceAnswer.Done;
    }
}
