namespace BintrayPush.Storage.Store;

/// <summary>
/// Where the public view <c>dl/</c> is kept: published files as plain files under <c>subject/repository/path</c>. It is derived;
/// nothing is ever read back from it.
/// </summary>
internal interface IViewFiles
{
    /// <summary>Locks this repository's view against changes by others. The lock dies with its process.</summary>
    Task<IDisposable> LockAsync(RepositoryAddress repository, CancellationToken cancellation);

    /// <summary>Shows a content at a path: the old file or the new one is there at any moment.</summary>
    /// <returns>Why it can never be shown there, or <see langword="null"/>.</returns>
    /// <exception cref="BintrayException">503: it failed, and may succeed another time.</exception>
    Task<ViewObstacle?> PutAsync(RepositoryAddress repository, string path, string content, CancellationToken cancellation);

    /// <summary>How long the files are that are shown at some paths; <see langword="null"/> where none is.</summary>
    Task<IReadOnlyList<long?>> GetLengthsAsync(RepositoryAddress repository, IReadOnlyList<string> paths, CancellationToken cancellation);

    /// <summary>Shows nothing at a path any longer.</summary>
    Task RemoveAsync(RepositoryAddress repository, string path, CancellationToken cancellation);

    /// <summary>Shows nothing of a repository any longer.</summary>
    Task RemoveAllAsync(RepositoryAddress repository, CancellationToken cancellation);

    /// <summary>Makes sure that what was shown and hidden in a repository survives a power loss.</summary>
    Task FlushAsync(RepositoryAddress repository, CancellationToken cancellation);
}

/// <summary>Why a file cannot be shown.</summary>
/// <param name="Reason">The reason, for people.</param>
/// <param name="InTheWay">
/// The paths of the files that keep it out: while one of them is published, it is left out rightly. <see langword="null"/> if no file
/// of that name can be there at all.
/// </param>
internal sealed record ViewObstacle(string Reason, IReadOnlyList<string>? InTheWay);
