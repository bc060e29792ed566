using System.Text.Json;

namespace BintrayPush.Cli.Places;

/// <summary>
/// What a promoted package or version says of itself, in two parts: what it is made with, and what is brought once its files are public.
/// Pure.
/// </summary>
internal static class DetailGaps
{
    /// <summary>What a package is made with.</summary>
    /// <param name="from">The package that is promoted.</param>
    /// <param name="demandsLicences">Whether the service may refuse one that does not say licences and the address of its source.</param>
    public static PackageDetails Bare(PackageDetails from, bool demandsLicences) => new()
    {
        Licenses = demandsLicences ? from.Licenses : null,
        CustomLicenses = demandsLicences ? from.CustomLicenses : null,
        VcsUrl = demandsLicences ? from.VcsUrl : null,

        // No texts, and of switches nobody can tell later whether they were set.
        PublicDownloadNumbers = from.PublicDownloadNumbers,
        PublicStatistics = from.PublicStatistics,
    };

    /// <summary>What a version is made with.</summary>
    public static VersionDetails Bare(VersionDetails from) => new() { GitHubUseTagReleaseNotes = from.GitHubUseTagReleaseNotes };

    /// <summary>What a package says and the other does not; <see langword="null"/> if that is nothing.</summary>
    public static PackageDetails? Of(PackageDetails from, PackageDetails there)
    {
        var gaps = new PackageDetails
        {
            Description = Gap(from.Description, there.Description),
            Labels = Gap(from.Labels, there.Labels),
            Licenses = Gap(from.Licenses, there.Licenses),
            CustomLicenses = Gap(from.CustomLicenses, there.CustomLicenses),
            VcsUrl = Gap(from.VcsUrl, there.VcsUrl),
            WebsiteUrl = Gap(from.WebsiteUrl, there.WebsiteUrl),
            IssueTrackerUrl = Gap(from.IssueTrackerUrl, there.IssueTrackerUrl),
            GitHubRepository = Gap(from.GitHubRepository, there.GitHubRepository),
            GitHubReleaseNotesFile = Gap(from.GitHubReleaseNotesFile, there.GitHubReleaseNotesFile),
            Maturity = Gap(from.Maturity, there.Maturity),
            Other = Gap(from.Other, there.Other),
        };
        return gaps == new PackageDetails() ? null : gaps;
    }

    /// <summary>What a version says and the other does not; <see langword="null"/> if that is nothing.</summary>
    public static VersionDetails? Of(VersionDetails from, VersionDetails there)
    {
        var gaps = new VersionDetails
        {
            Description = Gap(from.Description, there.Description),
            Released = there.Released is null ? from.Released : null,
            VcsTag = Gap(from.VcsTag, there.VcsTag),
            GitHubReleaseNotesFile = Gap(from.GitHubReleaseNotesFile, there.GitHubReleaseNotesFile),
            Other = Gap(from.Other, there.Other),
        };
        return gaps == new VersionDetails() ? null : gaps;
    }

    /// <summary>Services answer with an empty text where none was given.</summary>
    private static string? Gap(string? from, string? there) => string.IsNullOrEmpty(there) && !string.IsNullOrEmpty(from) ? from : null;

    private static IReadOnlyList<string>? Gap(IReadOnlyList<string>? from, IReadOnlyList<string>? there) =>
        there is { Count: > 0 } || from is not { Count: > 0 } ? null : from;

    private static Dictionary<string, JsonElement>? Gap(Dictionary<string, JsonElement>? from, Dictionary<string, JsonElement>? there)
    {
        var gaps = from?.Where(field => there?.ContainsKey(field.Key) != true).ToDictionary(field => field.Key, field => field.Value);
        return gaps is { Count: > 0 } ? gaps : null;
    }
}
