namespace BintrayPush.Feed.Model;

/// <summary>
/// The addresses of a feed. All lie below the folder of its service index: else clients would send each request twice (NuGet's guide for
/// implementers).
/// </summary>
/// <param name="root">The folder of the service index, absolute; it ends in a slash.</param>
public sealed class FeedUrls(string root)
{
    /// <summary>The folder of packages by id and version (<c>PackageBaseAddress</c>).</summary>
    public const string FlatFolder = "flat/";

    /// <summary>The folder of registrations without SemVer 2.0.0.</summary>
    public const string RegistrationFolder = "registration/";

    /// <summary>The folder of all registrations.</summary>
    public const string SemVer2RegistrationFolder = "registration-semver2/";

    /// <summary>The service index.</summary>
    public string Index => $"{root}index.json";

    /// <summary>Where packages are.</summary>
    public string Flat => root + FlatFolder;

    /// <summary>Where packages are pushed to.</summary>
    public string Publish => $"{root}package";

    /// <summary>Where symbol packages are pushed to.</summary>
    public string PublishSymbols => $"{root}symbolpackage";

    /// <summary>Where packages are staged.</summary>
    public string Staging => $"{root}staging";

    /// <summary>Where it is searched.</summary>
    public string Search => $"{root}search";

    /// <summary>Where ids are completed.</summary>
    public string Autocomplete => $"{root}autocomplete";

    /// <summary>The index of known vulnerabilities.</summary>
    public string Vulnerabilities => $"{root}vulnerabilities/index.json";

    /// <summary>The page of known vulnerabilities.</summary>
    public string VulnerabilityPage => $"{root}vulnerabilities/all.json";

    /// <summary>The template of README addresses.</summary>
    public string ReadmeTemplate => $"{Flat}{{lower_id}}/{{lower_version}}/readme";

    /// <summary>The template of the addresses of pages for people.</summary>
    public string DetailsTemplate => $"{root}details/{{id}}/{{version}}";

    /// <summary>The nupkg.</summary>
    public string Content(FeedPackage package) => $"{Folder(package)}{package.LowerId}.{package.LowerVersion}.nupkg";

    /// <summary>The icon, wherever it is; <see langword="null"/> if there is none.</summary>
    public string? Icon(FeedPackage package) => package.Package.IconEntry is null ? package.Package.IconUrl : $"{Folder(package)}icon";

    /// <summary>The licence, wherever it is; <see langword="null"/> if there is none.</summary>
    public string? License(FeedPackage package) =>
        package.Package.LicenseEntry is null ? package.Package.LicenseUrl : $"{Folder(package)}license";

    /// <summary>The README; <see langword="null"/> if there is none.</summary>
    public string? Readme(FeedPackage package) => package.Package.ReadmeEntry is null ? null : $"{Folder(package)}readme";

    /// <summary>The page for people.</summary>
    public string Details(FeedPackage package) => $"{root}details/{package.Package.Id}/{package.LowerVersion}";

    /// <summary>The folder of registrations.</summary>
    public string Registrations(bool semVer2) => root + (semVer2 ? SemVer2RegistrationFolder : RegistrationFolder);

    /// <summary>The registration of an id.</summary>
    public string Registration(string lowerId, bool semVer2) => $"{Registrations(semVer2)}{lowerId}/index.json";

    /// <summary>A page of the registration of an id.</summary>
    public string RegistrationPage(string lowerId, string lower, string upper, bool semVer2) =>
        $"{Registrations(semVer2)}{lowerId}/page/{lower}/{upper}.json";

    /// <summary>The registration of a version.</summary>
    public string RegistrationLeaf(FeedPackage package, bool semVer2) =>
        $"{Registrations(semVer2)}{package.LowerId}/{package.LowerVersion}.json";

    private string Folder(FeedPackage package) => $"{Flat}{package.LowerId}/{package.LowerVersion}/";
}
