using System.Text.RegularExpressions;

namespace BintrayPush.Server.Retention;

/// <summary>
/// Whether a version is a pre-release by how it is written, in the way of those who use repositories of its type. What does not look like
/// one is taken for stable: it is kept the longer for that.
/// </summary>
internal static partial class PrereleaseText
{
    /// <summary>Whether it is one.</summary>
    /// <param name="version">The name of the version.</param>
    /// <param name="type">The type of the repository.</param>
    public static bool IsOne(string version, string? type) => type switch
    {
        // "1.0~rc1" comes before "1.0"; what stands behind a hyphen is the revision of the package.
        RepositoryTypes.Debian or "rpm" => version.Contains('~', StringComparison.Ordinal),
        // "31.1-jre" and "1.0.Final" are releases: of what Maven knows, only these words come before one.
        RepositoryTypes.Maven => MavenWord().IsMatch(version),
        _ => SemanticLabel().IsMatch(version),
    };

    /// <summary>Not "2024-11-29", which is a day.</summary>
    [GeneratedRegex(@"^[vV]?[0-9]+((\.[0-9]+)+-[0-9A-Za-z]|-[A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex SemanticLabel();

    [GeneratedRegex(
        @"(^|[-._]|(?<=[0-9]))(snapshot|alpha|beta|milestone|preview|dev|rc|cr|pre|prerelease|ea|[abm](?=[0-9]))(?![a-z])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MavenWord();
}
