using System.Text.Json.Serialization;

namespace BintrayPush.Storage.Records;

/// <summary>
/// A note that <c>dl/</c> may have to be brought up to date: written before a commit, deleted after the view follows it. What
/// crashes in between is found by these notes without looking at every version. Immutable.
/// </summary>
/// <param name="Subject">The repository's subject.</param>
/// <param name="Repository">Its name.</param>
/// <param name="RepositoryId">Its id.</param>
/// <param name="Package">The package, unless the whole repository is meant.</param>
/// <param name="PackageId">Its id.</param>
/// <param name="Version">The version, unless the whole package is meant.</param>
internal sealed record PendingViewUpdate(
    string Subject,
    string Repository,
    [property: JsonPropertyName("ruid")] string RepositoryId,
    string? Package = null,
    [property: JsonPropertyName("puid")] string? PackageId = null,
    string? Version = null)
{
    /// <summary>
    /// The rev of the record that the commit replaces, the one of the last thing named. While the record has it, the commit may still come;
    /// once it has another, the commit has happened or never will.
    /// </summary>
    public string? Rev { get; init; }

    public RepositoryAddress Address => RepositoryAddress.Of(Subject, Repository);

    /// <summary>The note for a version.</summary>
    public static PendingViewUpdate For(VersionPlace place)
    {
        var repository = place.In.Repository.Value;
        return new PendingViewUpdate(
            repository.Subject, repository.Name, repository.RepositoryId,
            place.In.Package.Value.Name, place.In.PackageId, place.Head.Value.Name)
        {
            Rev = place.Head.Value.Rev,
        };
    }
}
