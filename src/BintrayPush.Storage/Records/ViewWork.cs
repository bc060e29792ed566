using BintrayPush.Api.Names;

namespace BintrayPush.Storage.Records;

/// <summary>
/// A note that <c>dl/</c> may have to be brought up to date: written before a commit, deleted after the view follows it. What
/// crashes in between is found by these notes without looking at every version. Immutable.
/// </summary>
/// <param name="Subject">The repository's subject.</param>
/// <param name="Repository">Its name.</param>
/// <param name="Ruid">Its id.</param>
/// <param name="Package">The package, unless the whole repository is meant.</param>
/// <param name="Puid">Its id.</param>
/// <param name="Version">The version, unless the whole package is meant.</param>
internal sealed record ViewWork(
    string Subject, string Repository, string Ruid, string? Package = null, string? Puid = null, string? Version = null)
{
    /// <summary>
    /// The rev of the record that the commit replaces, the one of the last thing named. While the record has it, the commit may still come;
    /// once it has another, the commit has happened or never will.
    /// </summary>
    public string? Rev { get; init; }

    public RepositoryAddress Address => RepositoryAddress.Of(Subject, Repository);
}
