namespace BintrayPush.Storage.Publishing;

/// <summary>
/// Staged releases that are put together one package at a time (docs/store.md, "Groups"): all that is added stands in one leg of the
/// release, which any number of callers change at once. All the rest is that of any staged release.
/// </summary>
public interface IReleaseGroups
{
    /// <summary>The releases of a subject that are not published, the newest first.</summary>
    Task<IReadOnlyList<StagedRelease>> ListOpenAsync(string subject, CancellationToken cancellation);

    /// <summary>Makes a release without any leg.</summary>
    /// <param name="release">The release.</param>
    /// <param name="name">What people call it.</param>
    /// <exception cref="BintrayException">409: it is there, or was published.</exception>
    Task<StagedRelease> CreateAsync(ReleaseAddress release, string name, CancellationToken cancellation);

    /// <summary>Gives a release another name.</summary>
    /// <exception cref="BintrayException">404: there is no such release that is not published.</exception>
    Task RenameAsync(ReleaseAddress release, string name, CancellationToken cancellation);

    /// <summary>Refuses what would be added to a release, before anything of it is stored.</summary>
    /// <param name="release">The release.</param>
    /// <param name="version">The version that has what would be added.</param>
    /// <exception cref="BintrayException">409: the release is published, or about to be, or takes no more versions.</exception>
    Task RequireRoomAsync(ReleaseAddress release, VersionAddress version, CancellationToken cancellation);

    /// <summary>Refuses what would be taken out of a release.</summary>
    /// <exception cref="BintrayException">409: the release is published, or about to be.</exception>
    Task RequireOpenAsync(ReleaseAddress release, CancellationToken cancellation);

    /// <summary>
    /// Adds files to a release, which is made if it is not there, in place of those at the same paths. They must wait in their version, or
    /// be published, with these bytes.
    /// </summary>
    /// <exception cref="BintrayException">409: a file is not there like that, or the release takes nothing more.</exception>
    Task AddAsync(ReleaseAddress release, LegVersion files, CancellationToken cancellation);

    /// <summary>Takes files out of a release. What is not in it is passed over.</summary>
    /// <param name="release">The release.</param>
    /// <param name="version">The version that has the files.</param>
    /// <param name="which">Which of its files.</param>
    /// <param name="drop">Whether they are dropped, where they wait and no other leg or release has them.</param>
    /// <exception cref="BintrayException">409: the release is published, or about to be.</exception>
    Task RemoveAsync(
        ReleaseAddress release, VersionAddress version, Func<LegFile, bool> which, bool drop, CancellationToken cancellation);
}
