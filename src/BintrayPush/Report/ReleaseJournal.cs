using BintrayPush.Compare;

namespace BintrayPush.Report;

/// <summary>
/// How far a release got that is published version by version, because its service cannot publish it at one moment: what its versions
/// are, and which are public. It stands beside the receipt until all are.
/// </summary>
/// <param name="Destination">The folder or URL that is pushed to.</param>
/// <param name="Started">When its first version was to be published.</param>
/// <param name="Versions">All of its versions.</param>
public sealed record ReleaseJournal(string Destination, DateTimeOffset Started, IReadOnlyList<JournalVersion> Versions)
{
    /// <summary>The subject that all versions belong to, if they belong to one.</summary>
    public string? Subject =>
        Versions.Select(version => version.Version.Repository.Subject).Distinct().Take(2).ToList() is [var subject] ? subject : null;
}

/// <summary>A version of a release.</summary>
/// <param name="Version">The version.</param>
/// <param name="Published">Whether it is public.</param>
/// <param name="Files">Its files, as they have arrived; without those of which only the service knows what they became.</param>
public sealed record JournalVersion(VersionAddress Version, bool Published, IReadOnlyList<PlacedContent> Files);
