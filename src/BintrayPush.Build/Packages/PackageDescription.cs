using System.IO.Compression;

namespace BintrayPush.Build.Packages;

/// <summary>The metadata of a project or its package. Lists are separated by semicolons.</summary>
internal sealed record PackageDescription
{
    /// <summary>NuGet shows no readme that is larger.</summary>
    private const int LargestReadme = 1024 * 1024;

    private const string Tags = "refs/tags/";

    public string? Description { get; init; }

    public string? Labels { get; init; }

    public string? Licenses { get; init; }

    public string? VcsUrl { get; init; }

    public string? VcsTag { get; init; }

    public string? WebsiteUrl { get; init; }

    public string? ReleaseNotes { get; init; }

    public string? Readme { get; init; }

    /// <summary>The metadata in a package: its .nuspec is what NuGet shows, wherever the values came from.</summary>
    /// <exception cref="InvalidDataException">It is no package.</exception>
    public static PackageDescription OfPackage(string file)
    {
        using var archive = ZipFile.OpenRead(file);
        var nuspec = Nuspec.In(archive);
        return new PackageDescription
        {
            Description = nuspec.Text("description"),
            Labels = LabelsOf(nuspec.Text("tags")),
            Licenses = nuspec.Attribute("license", "type") == "expression" ? LicensesOf(nuspec.Text("license")) : null,
            VcsUrl = nuspec.Attribute("repository", "url"),
            VcsTag = TagOf(nuspec.Attribute("repository", "branch")),
            WebsiteUrl = nuspec.Text("projectUrl"),
            ReleaseNotes = nuspec.Text("releaseNotes"),
            Readme = ReadmeOf(archive, nuspec.Text("readme")),
        };
    }

    /// <summary>The tags of a package: NuGet separates them by white space, projects by semicolons and commas too.</summary>
    public static string? LabelsOf(string? tags) =>
        Joined((tags ?? "")
            .Split([' ', '\t', '\r', '\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal));

    /// <summary>The licences that an SPDX expression names.</summary>
    public static string? LicensesOf(string? expression)
    {
        var words = (expression ?? "").Split([' ', '\t', '\r', '\n', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        return Joined(words
            .Where((word, at) => word is not ("AND" or "OR" or "WITH") && (at == 0 || words[at - 1] != "WITH"))
            .Distinct(StringComparer.Ordinal));
    }

    /// <summary>The tag that a build is of: its branch is the tag's reference then.</summary>
    public static string? TagOf(string? branch) =>
        branch?.Trim() is { } name && name.StartsWith(Tags, StringComparison.Ordinal) && name.Length > Tags.Length
            ? name.Substring(Tags.Length)
            : null;

    private static string? ReadmeOf(ZipArchive package, string? path)
    {
        var name = path?.Replace('\\', '/');
        if (package.Entries.FirstOrDefault(entry => entry.FullName == name) is not { Length: <= LargestReadme } readme)
        {
            return null;
        }

        using var content = new StreamReader(readme.Open());
        return content.ReadToEnd();
    }

    private static string? Joined(IEnumerable<string> words) => string.Join(";", words) is { Length: > 0 } list ? list : null;
}
