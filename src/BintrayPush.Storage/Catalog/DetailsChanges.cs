using System.Text.Json;
using BintrayPush.Api.Model;

namespace BintrayPush.Storage.Catalog;

/// <summary>What an update makes of the stored fields: what is not given stays (protocol reference, sections 3 to 5).</summary>
internal static class DetailsChanges
{
    /// <summary>Type and the index settings cannot change after creation and are passed over.</summary>
    public static RepositoryDetails ChangedBy(this RepositoryDetails old, RepositoryDetails changes) => old with
    {
        Private = changes.Private ?? old.Private,
        BusinessUnit = changes.BusinessUnit ?? old.BusinessUnit,
        Description = changes.Description ?? old.Description,
        Labels = changes.Labels ?? old.Labels,
        GpgSignMetadata = changes.GpgSignMetadata ?? old.GpgSignMetadata,
        GpgSignFiles = changes.GpgSignFiles ?? old.GpgSignFiles,
        GpgUseOwnerKey = changes.GpgUseOwnerKey ?? old.GpgUseOwnerKey,
        VersionUpdateMaxDays = changes.VersionUpdateMaxDays ?? old.VersionUpdateMaxDays,
        Other = Merged(old.Other, changes.Other),
    };

    public static PackageDetails ChangedBy(this PackageDetails old, PackageDetails changes) => old with
    {
        Description = changes.Description ?? old.Description,
        Labels = changes.Labels ?? old.Labels,
        Licenses = changes.Licenses ?? old.Licenses,
        CustomLicenses = changes.CustomLicenses ?? old.CustomLicenses,
        VcsUrl = changes.VcsUrl ?? old.VcsUrl,
        WebsiteUrl = changes.WebsiteUrl ?? old.WebsiteUrl,
        IssueTrackerUrl = changes.IssueTrackerUrl ?? old.IssueTrackerUrl,
        GitHubRepository = changes.GitHubRepository ?? old.GitHubRepository,
        GitHubReleaseNotesFile = changes.GitHubReleaseNotesFile ?? old.GitHubReleaseNotesFile,
        PublicDownloadNumbers = changes.PublicDownloadNumbers ?? old.PublicDownloadNumbers,
        PublicStatistics = changes.PublicStatistics ?? old.PublicStatistics,
        Maturity = changes.Maturity ?? old.Maturity,
        Other = Merged(old.Other, changes.Other),
    };

    public static VersionDetails ChangedBy(this VersionDetails old, VersionDetails changes) => old with
    {
        Description = changes.Description ?? old.Description,
        Released = changes.Released ?? old.Released,
        VcsTag = changes.VcsTag ?? old.VcsTag,
        GitHubReleaseNotesFile = changes.GitHubReleaseNotesFile ?? old.GitHubReleaseNotesFile,
        GitHubUseTagReleaseNotes = changes.GitHubUseTagReleaseNotes ?? old.GitHubUseTagReleaseNotes,
        Other = Merged(old.Other, changes.Other),
    };

    private static Dictionary<string, JsonElement>? Merged(Dictionary<string, JsonElement>? old, Dictionary<string, JsonElement>? changes)
    {
        if (old is null || changes is null)
        {
            return changes ?? old;
        }

        var merged = new Dictionary<string, JsonElement>(old);
        foreach (var change in changes.Where(change => change.Value.ValueKind != JsonValueKind.Null))
        {
            merged[change.Key] = change.Value;
        }

        return merged;
    }
}
