namespace BintrayPush.Storage;

/// <content>What makes files public, or drops them.</content>
public sealed partial class ObjectStoreBintray
{
    /// <inheritdoc/>
    public Task<PublishAnswer> PublishAsync(VersionAddress version, PublishRequest request, CancellationToken cancellation) =>
        _signedPublications.PublishAsync(version, request, cancellation);

    /// <inheritdoc/>
    public Task<PublishAnswer> PublishReleaseAsync(IReadOnlyList<ReleasedVersion> versions, CancellationToken cancellation) =>
        _signedPublications.PublishReleaseAsync(versions, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StagedRelease>> ListReleasesAsync(string subject, CancellationToken cancellation) =>
        _staged.ListAsync(subject, cancellation);

    /// <inheritdoc/>
    public Task<StagedRelease?> GetReleaseAsync(ReleaseAddress release, CancellationToken cancellation) =>
        _staged.GetAsync(release, cancellation);

    /// <inheritdoc/>
    public Task<LegManifest?> GetLegAsync(ReleaseAddress release, LegName leg, CancellationToken cancellation) =>
        _staged.GetLegAsync(release, leg, cancellation);

    /// <inheritdoc/>
    public async Task<StagedRelease> StageLegAsync(
        ReleaseAddress release, LegName leg, LegManifest manifest, CancellationToken cancellation)
    {
        await _signedPublications.RequireSignedAsync(manifest, cancellation).ConfigureAwait(false);
        return await _legs.StageAsync(release, leg, manifest, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<SealAnswer> SealReleaseAsync(
        ReleaseAddress release, IReadOnlyList<LegName> legs, CancellationToken cancellation, Secret? passphrase = null) =>
        _seals.SealAsync(release, legs, passphrase, cancellation);

    /// <inheritdoc/>
    public Task<PublishAnswer> DiscardReleaseAsync(ReleaseAddress release, LegName? leg, CancellationToken cancellation) =>
        _releaseDiscards.DiscardAsync(release, leg, cancellation);

    /// <inheritdoc/>
    public Task<PublishAnswer> DiscardAsync(VersionAddress version, CancellationToken cancellation) =>
        _discards.DiscardAsync(version, cancellation);

    /// <summary>Drops just these of a version's pending files, and those only that still have these bytes.</summary>
    /// <param name="version">The version.</param>
    /// <param name="files">The files; one that does not wait any more is no fault.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>How many were dropped.</returns>
    /// <exception cref="BintrayException">404: there is no such version.</exception>
    public Task<PublishAnswer> DiscardAsync(
        VersionAddress version, IReadOnlyList<ExpectedFile> files, CancellationToken cancellation)
    {
        var named = new HashSet<(string Path, string Sha256)>(files.Select(file => (file.Path.Value, file.Sha256)));
        return _discards.DiscardAsync(version, file => named.Contains((file.Path, file.Upload.File.Sha256)), cancellation);
    }
}
