using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Service;

/// <summary>
/// Releases that several machines stage, on a service with <see cref="ServiceCapabilities.Legs"/>. Each machine uploads its files,
/// unpublished, and records what they are as a leg; when all legs are there, one seal publishes them at one moment. Every call may
/// simply be made again.
/// </summary>
public interface IReleases
{
    /// <summary>The releases of a subject, the newest first.</summary>
    Task<IReadOnlyList<StagedRelease>> ListReleasesAsync(string subject, CancellationToken cancellation);

    /// <summary>A release, or <see langword="null"/>.</summary>
    Task<StagedRelease?> GetReleaseAsync(ReleaseAddress release, CancellationToken cancellation);

    /// <summary>The files of a leg, or <see langword="null"/>. Those of a sealed release are not kept.</summary>
    Task<LegManifest?> GetLegAsync(ReleaseAddress release, LegName leg, CancellationToken cancellation);

    /// <summary>
    /// Records a leg; the first one makes the release. In place of an earlier leg of that name it drops what only that one had: so a leg
    /// that is staged again has to have the same packages, or it would make another one's vanish.
    /// </summary>
    /// <returns>The release with the leg.</returns>
    /// <exception cref="BintrayException">
    /// 400: it makes no sense. 404: a version is not there. 409: a file is not there as it is said to be, belongs to another leg with other
    /// bytes, or the release is sealed.
    /// </exception>
    Task<StagedRelease> StageLegAsync(ReleaseAddress release, LegName leg, LegManifest manifest, CancellationToken cancellation);

    /// <summary>
    /// Publishes a release, all of it or nothing: if its legs are exactly those that are expected, and what waits in its versions is
    /// exactly what the legs say.
    /// </summary>
    /// <param name="release">The release.</param>
    /// <param name="legs">The legs that it is to have.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <param name="passphrase">What the key is opened with that signs the indexes of repositories that have one.</param>
    /// <exception cref="BintrayException">
    /// 404: there is no such release. 409: it is not as expected. 400: an index could not be signed. Nothing is public then.
    /// </exception>
    Task<SealAnswer> SealReleaseAsync(
        ReleaseAddress release, IReadOnlyList<LegName> legs, CancellationToken cancellation, Secret? passphrase = null);

    /// <summary>Drops a release, or one of its legs, and the unpublished files that it names. What is published stays.</summary>
    /// <param name="release">The release.</param>
    /// <param name="leg">The leg; <see langword="null"/> for all of them.</param>
    /// <exception cref="BintrayException">404: there is no such release or leg. 409: it is sealed.</exception>
    Task<PublishAnswer> DiscardReleaseAsync(ReleaseAddress release, LegName? leg, CancellationToken cancellation);
}
