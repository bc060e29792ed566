using System.Text.Json;
using BintrayPush.Api.Model;

namespace BintrayPush.Api.Wire;

/// <summary>
/// Details as the fields of a JSON object: those that are given, under the names that the protocol has for them (protocol reference,
/// sections 3 to 5), and behind them the unknown ones as they came. Written by hand, since a serializer that first learns about each type
/// takes longer than a small push.
/// </summary>
public static class DetailsFields
{
    /// <summary>The fields of a repository.</summary>
    public static JsonElement Of(RepositoryDetails details) => Collect(details.Other, writer =>
    {
        Write(writer, "type", details.Type);
        Write(writer, "private", details.Private);
        Write(writer, "premium", details.Premium);
        Write(writer, "business_unit", details.BusinessUnit);
        Write(writer, "desc", details.Description);
        Write(writer, "labels", details.Labels);
        Write(writer, "gpg_sign_metadata", details.GpgSignMetadata);
        Write(writer, "gpg_sign_files", details.GpgSignFiles);
        Write(writer, "gpg_use_owner_key", details.GpgUseOwnerKey);
        Write(writer, "version_update_max_days", details.VersionUpdateMaxDays);
        Write(writer, "default_debian_architecture", details.DefaultDebianArchitecture);
        Write(writer, "default_debian_distribution", details.DefaultDebianDistribution);
        Write(writer, "default_debian_component", details.DefaultDebianComponent);
        Write(writer, "yum_metadata_depth", details.YumMetadataDepth);
        Write(writer, "yum_groups_file", details.YumGroupsFile);
    });

    /// <summary>The fields of a package.</summary>
    public static JsonElement Of(PackageDetails details) => Collect(details.Other, writer =>
    {
        Write(writer, "desc", details.Description);
        Write(writer, "labels", details.Labels);
        Write(writer, "licenses", details.Licenses);
        Write(writer, "custom_licenses", details.CustomLicenses);
        Write(writer, "vcs_url", details.VcsUrl);
        Write(writer, "website_url", details.WebsiteUrl);
        Write(writer, "issue_tracker_url", details.IssueTrackerUrl);
        Write(writer, "github_repo", details.GitHubRepository);
        Write(writer, "github_release_notes_file", details.GitHubReleaseNotesFile);
        Write(writer, "public_download_numbers", details.PublicDownloadNumbers);
        Write(writer, "public_stats", details.PublicStatistics);
        Write(writer, "maturity", details.Maturity);
    });

    /// <summary>The fields of a version.</summary>
    public static JsonElement Of(VersionDetails details) => Collect(details.Other, writer =>
    {
        Write(writer, "desc", details.Description);
        if (details.Released is { } released)
        {
            writer.WriteString("released", released);
        }

        Write(writer, "vcs_tag", details.VcsTag);
        Write(writer, "github_release_notes_file", details.GitHubReleaseNotesFile);
        Write(writer, "github_use_tag_release_notes", details.GitHubUseTagReleaseNotes);
    });

    private static JsonElement Collect(Dictionary<string, JsonElement>? others, Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            write(writer);
            foreach (var other in others ?? [])
            {
                writer.WritePropertyName(other.Key);
                other.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(bytes.ToArray());
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, bool? flag)
    {
        if (flag is { } given)
        {
            writer.WriteBoolean(name, given);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, int? number)
    {
        if (number is { } given)
        {
            writer.WriteNumber(name, given);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string>? texts)
    {
        if (texts is null)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
