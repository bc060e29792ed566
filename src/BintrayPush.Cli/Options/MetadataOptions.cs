using System.CommandLine;
using BintrayPush.Api.Model;
using BintrayPush.Cli.Messages;
using BintrayPush.Planning;

namespace BintrayPush.Cli.Options;

/// <summary>What the package and the version say of themselves.</summary>
internal sealed class MetadataOptions
{
    private readonly Option<string?> _description = new("--description") { Description = "What the package is." };
    private readonly Option<string[]> _licenses = CommonOptions.Several("--license", "name", "A licence of the package.");
    private readonly Option<string[]> _labels = CommonOptions.Several("--label", "name", "A label of the package.");
    private readonly Option<string?> _vcsUrl = new("--vcs-url") { Description = "Where its sources are." };
    private readonly Option<string?> _websiteUrl = new("--website-url") { Description = "Its website." };
    private readonly Option<string?> _issueTrackerUrl = new("--issue-tracker-url") { Description = "Where its issues are." };
    private readonly Option<string?> _vcsTag = new("--vcs-tag") { Description = "The tag or commit of the version." };
    private readonly Option<string?> _releaseNotes = new("--release-notes")
    {
        Description = "A file with the release notes of the version.",
        HelpName = "file",
    };

    private readonly Option<string?> _readme = new("--readme")
    {
        Description = "A Markdown file that is the readme of the package.",
        HelpName = "file",
    };

    private readonly Option<DateTimeOffset?> _released = CommonOptions.Date("--released", "When the version was released.");

    public IEnumerable<Option> All =>
    [
        _description, _licenses, _labels, _vcsUrl, _websiteUrl, _issueTrackerUrl, _readme, _vcsTag, _released, _releaseNotes,
    ];

    /// <summary>The request with what is given; what is not given stays as it is stored.</summary>
    public PushSettings Apply(PushSettings request, ParseResult result, CliEnvironment environment) => request with
    {
        Package = Over(request.Package, result),
        Packages = request.Packages.ToDictionary(package => package.Key, package => Over(package.Value, result)),
        Version = request.Version with { VcsTag = result.GetValue(_vcsTag), Released = result.GetValue(_released) },
        ReleaseNotes = result.GetValue(_releaseNotes) is { Length: > 0 } notes ? Read(environment.Absolute(notes)) : null,
        Readme = result.GetValue(_readme) is { Length: > 0 } readme ? Read(environment.Absolute(readme)) : null,
    };

    private PackageDetails Over(PackageDetails details, ParseResult result) => details with
    {
        Description = result.GetValue(_description) ?? details.Description,
        Licenses = result.GetValue(_licenses) is { Length: > 0 } licenses ? licenses : details.Licenses,
        Labels = result.GetValue(_labels) is { Length: > 0 } labels ? labels : details.Labels,
        VcsUrl = result.GetValue(_vcsUrl) ?? details.VcsUrl,
        WebsiteUrl = result.GetValue(_websiteUrl) ?? details.WebsiteUrl,
        IssueTrackerUrl = result.GetValue(_issueTrackerUrl) ?? details.IssueTrackerUrl,
    };

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage(Complaints.FileUnusable(file, fault.Message));
        }
    }
}
