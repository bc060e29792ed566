using BintrayPush.Build.Packages;
using BintrayPush.Build.Settings;
using BintrayPush.Build.Tasks;

namespace BintrayPush.Build;

/// <summary>What the push says of package and version, unless the project says otherwise with a Bintray property.</summary>
public sealed partial class CollectBintrayArtifacts
{
    /// <summary>The project's description. This and the following values count where nothing is packed.</summary>
    public string? Description { get; set; }

    /// <summary>The project's tags.</summary>
    public string? PackageTags { get; set; }

    /// <summary>The project's licence, as an SPDX expression.</summary>
    public string? PackageLicenseExpression { get; set; }

    /// <summary>Where its source is.</summary>
    public string? RepositoryUrl { get; set; }

    /// <summary>The branch or tag it is built from.</summary>
    public string? RepositoryBranch { get; set; }

    /// <summary>Its home page.</summary>
    public string? PackageProjectUrl { get; set; }

    /// <summary>Its release notes.</summary>
    public string? PackageReleaseNotes { get; set; }

    /// <summary>The folder for the readme that is found in the package.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>The description of the package.</summary>
    [Output]
    public string? DefaultDescription { get; private set; }

    /// <summary>The labels of the package, separated by semicolons.</summary>
    [Output]
    public string? DefaultLabels { get; private set; }

    /// <summary>The licences of the package, separated by semicolons.</summary>
    [Output]
    public string? DefaultLicenses { get; private set; }

    /// <summary>Where the source is.</summary>
    [Output]
    public string? DefaultVcsUrl { get; private set; }

    /// <summary>The tag that is built, if the build says so.</summary>
    [Output]
    public string? DefaultVcsTag { get; private set; }

    /// <summary>The home page.</summary>
    [Output]
    public string? DefaultWebsiteUrl { get; private set; }

    /// <summary>The release notes of the version.</summary>
    [Output]
    public string? DefaultReleaseNotes { get; private set; }

    /// <summary>A file with the readme of the package.</summary>
    [Output]
    public string? DefaultReadmeFile { get; private set; }

    private void Describe(PackageDescription? packed, PropertyReader reader)
    {
        var said = packed ?? new PackageDescription
        {
            Description = PropertyReader.Text(Description)?.Trim(),
            Labels = PackageDescription.LabelsOf(PackageTags),
            Licenses = PackageDescription.LicensesOf(PackageLicenseExpression),
            VcsUrl = PropertyReader.Text(RepositoryUrl)?.Trim(),
            WebsiteUrl = PropertyReader.Text(PackageProjectUrl)?.Trim(),
            ReleaseNotes = PropertyReader.Text(PackageReleaseNotes)?.Trim(),
        };
        DefaultDescription = said.Description;
        DefaultLabels = said.Labels;
        DefaultLicenses = said.Licenses;
        DefaultVcsUrl = said.VcsUrl;
        DefaultVcsTag = said.VcsTag ?? PackageDescription.TagOf(RepositoryBranch);
        DefaultWebsiteUrl = said.WebsiteUrl;
        DefaultReleaseNotes = said.ReleaseNotes;
        DefaultReadmeFile = said.Readme is { } readme ? WriteReadme(readme, reader) : null;
    }

    private string? WriteReadme(string readme, PropertyReader reader)
    {
        var file = Path.Combine(Absolute(Folder), "readme.md");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, readme);
            return file;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            reader.Add(Texts.ReadmeUnusable(file, cause.Message));
            return null;
        }
    }
}
