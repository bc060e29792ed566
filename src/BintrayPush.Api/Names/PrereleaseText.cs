using System.Text.RegularExpressions;

namespace BintrayPush.Api.Names;

/// <summary>
/// Whether a version is a pre-release by how it is written, in the way of those who use repositories of its type. What does not look like
/// one is taken for stable: who deletes keeps it the longer for that.
/// </summary>
public static class PrereleaseText
{
    /// <summary>Not "2024-11-29", which is a day.</summary>
    private static readonly Regex SemanticLabel = new(
        @"^[vV]?[0-9]+((\.[0-9]+)+-[0-9A-Za-z]|-[A-Za-z])", RegexOptions.CultureInvariant);

    private static readonly Regex MavenWord = new(
        @"(^|[-._]|(?<=[0-9]))(snapshot|alpha|beta|milestone|preview|dev|rc|cr|pre|prerelease|ea|[abm](?=[0-9]))(?![a-z])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Whether it is one.</summary>
    /// <param name="version">The name of the version.</param>
    /// <param name="type">The type of the repository.</param>
    public static bool IsOne(string version, string? type) => type switch
    {
        // "1.0~rc1" comes before "1.0"; what stands behind a hyphen is the revision of the package.
        RepositoryTypes.Debian or "rpm" => version.Contains("~"),
        // "31.1-jre" and "1.0.Final" are releases: of what Maven knows, only these words come before one.
        RepositoryTypes.Maven => MavenWord.IsMatch(version),
        _ => SemanticLabel.IsMatch(version),
    };
}
