using System.Text.Json;
using BintrayPush.Feed.Model;
using BintrayPush.Formats.NuGet;

namespace BintrayPush.Feed.Documents;

/// <summary>What is said of a version wherever it is mentioned (NuGet API, "Package metadata").</summary>
internal static class CatalogEntry
{
    /// <summary>What nuget.org says of when a version was published that is not listed.</summary>
    private static readonly DateTimeOffset Unlisted = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the fields.</summary>
    public static void Write(Utf8JsonWriter json, FeedPackage version, FeedUrls urls, bool semVer2)
    {
        var package = version.Package;
        json.WriteString("@id", urls.RegistrationLeaf(version, semVer2));
        json.WriteString("@type", "PackageDetails");
        json.WriteString("id", package.Id);
        // With its metadata: that is how people look for it.
        json.WriteString("version", package.Version.ToFullString());
        json.WriteString("authors", package.Authors);
        json.WriteString("description", package.Description);
        json.WriteIfThere("summary", package.Summary);
        json.WriteIfThere("title", package.Title);
        json.WriteStrings("tags", package.Tags);
        json.WriteIfThere("iconUrl", urls.Icon(version));
        json.WriteIfThere("licenseUrl", urls.License(version));
        json.WriteIfThere("licenseExpression", package.LicenseExpression);
        json.WriteIfThere("projectUrl", package.ProjectUrl);
        json.WriteIfThere("readmeUrl", urls.Readme(version));
        json.WriteIfThere("language", package.Language);
        json.WriteIfThere("minClientVersion", package.MinClientVersion);
        json.WriteBoolean("requireLicenseAcceptance", package.RequiresLicenseAcceptance);
        json.WriteBoolean("listed", version.Listed);
        json.WriteString("published", FeedJson.Date(version.Listed ? version.Published : Unlisted));
        json.WriteString("packageContent", urls.Content(version));
        WriteDependencies(json, package, urls, semVer2);
        if (version.Deprecation is { } deprecation)
        {
            WriteDeprecation(json, deprecation);
        }

        WriteVulnerabilities(json, version.Vulnerabilities);
    }

    /// <summary>Writes why a version is not to be used any more.</summary>
    public static void WriteDeprecation(Utf8JsonWriter json, Deprecation deprecation)
    {
        json.WriteStartObject("deprecation");
        json.WriteStrings("reasons", deprecation.Reasons);
        json.WriteIfThere("message", deprecation.Message);
        if (deprecation.AlternateId is { } alternate)
        {
            json.WriteStartObject("alternatePackage");
            json.WriteString("id", alternate);
            json.WriteString("range", deprecation.AlternateRange ?? "*");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes what is wrong with a version, if anything is.</summary>
    public static void WriteVulnerabilities(Utf8JsonWriter json, IReadOnlyList<Vulnerability> vulnerabilities)
    {
        if (vulnerabilities.Count == 0)
        {
            return;
        }

        json.WriteStartArray("vulnerabilities");
        foreach (var vulnerability in vulnerabilities)
        {
            json.WriteStartObject();
            json.WriteString("advisoryUrl", vulnerability.AdvisoryUrl);
            // A text here, and a number in the index of vulnerabilities: so the protocol has it.
            json.WriteString("severity", vulnerability.Severity.ToString(System.Globalization.CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDependencies(Utf8JsonWriter json, NuGetPackage package, FeedUrls urls, bool semVer2)
    {
        json.WriteStartArray("dependencyGroups");
        foreach (var group in package.Dependencies)
        {
            json.WriteStartObject();
            json.WriteIfThere("targetFramework", group.TargetFramework);
            if (group.Dependencies.Count > 0)
            {
                json.WriteStartArray("dependencies");
                foreach (var dependency in group.Dependencies)
                {
                    json.WriteStartObject();
                    json.WriteString("id", dependency.Id);
                    json.WriteString("range", dependency.Range);
                    json.WriteString("registration", urls.Registration(dependency.Id.ToLowerInvariant(), semVer2));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
