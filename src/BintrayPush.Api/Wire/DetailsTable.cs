using BintrayPush.Api.Model;

namespace BintrayPush.Api.Wire;

/// <summary>
/// The fields that a caller may set, each once: its name on the wire, its kind, and the property that holds it. Whoever reads, writes or
/// merges details visits this table. Unknown fields (<c>Other</c>) are not in it.
/// </summary>
public static class DetailsTable
{
    /// <summary>The fields of a repository (protocol reference, section 3).</summary>
    public static RepositoryDetails Visit(this RepositoryDetails details, IFieldVisitor fields) => details with
    {
        Type = fields.Text("type", details.Type),
        Private = fields.Flag("private", details.Private),
        Premium = fields.Flag("premium", details.Premium),
        BusinessUnit = fields.Text("business_unit", details.BusinessUnit),
        Description = fields.Text("desc", details.Description),
        Labels = fields.Texts("labels", details.Labels),
        GpgSignMetadata = fields.Flag("gpg_sign_metadata", details.GpgSignMetadata),
        GpgSignFiles = fields.Flag("gpg_sign_files", details.GpgSignFiles),
        GpgUseOwnerKey = fields.Flag("gpg_use_owner_key", details.GpgUseOwnerKey),
        VersionUpdateMaxDays = fields.Number("version_update_max_days", details.VersionUpdateMaxDays),
        DefaultDebianArchitecture = fields.Text("default_debian_architecture", details.DefaultDebianArchitecture),
        DefaultDebianDistribution = fields.Text("default_debian_distribution", details.DefaultDebianDistribution),
        DefaultDebianComponent = fields.Text("default_debian_component", details.DefaultDebianComponent),
        YumMetadataDepth = fields.Number("yum_metadata_depth", details.YumMetadataDepth),
        YumGroupsFile = fields.Text("yum_groups_file", details.YumGroupsFile),
    };

    /// <summary>The fields of a package (protocol reference, section 4).</summary>
    public static PackageDetails Visit(this PackageDetails details, IFieldVisitor fields) => details with
    {
        Description = fields.Text("desc", details.Description),
        Labels = fields.Texts("labels", details.Labels),
        Licenses = fields.Texts("licenses", details.Licenses),
        CustomLicenses = fields.Texts("custom_licenses", details.CustomLicenses),
        VcsUrl = fields.Text("vcs_url", details.VcsUrl),
        WebsiteUrl = fields.Text("website_url", details.WebsiteUrl),
        IssueTrackerUrl = fields.Text("issue_tracker_url", details.IssueTrackerUrl),
        GitHubRepository = fields.Text("github_repo", details.GitHubRepository),
        GitHubReleaseNotesFile = fields.Text("github_release_notes_file", details.GitHubReleaseNotesFile),
        PublicDownloadNumbers = fields.Flag("public_download_numbers", details.PublicDownloadNumbers),
        PublicStatistics = fields.Flag("public_stats", details.PublicStatistics),
        Maturity = fields.Text("maturity", details.Maturity),
    };

    /// <summary>The fields of a version (protocol reference, section 5).</summary>
    public static VersionDetails Visit(this VersionDetails details, IFieldVisitor fields) => details with
    {
        Description = fields.Text("desc", details.Description),
        Released = fields.Instant("released", details.Released),
        VcsTag = fields.Text("vcs_tag", details.VcsTag),
        GitHubReleaseNotesFile = fields.Text("github_release_notes_file", details.GitHubReleaseNotesFile),
        GitHubUseTagReleaseNotes = fields.Flag("github_use_tag_release_notes", details.GitHubUseTagReleaseNotes),
    };
}
