using BintrayPush.Cli.Messages;
using BintrayPush.Planning;
using BintrayPush.Versions;

namespace BintrayPush.Cli.Options;

/// <summary>What the package and the version say of themselves.</summary>
internal sealed class MetadataOptions
{
    private const string None = "none";

    private readonly Option<string?> _description = CommonOptions.Text(Setting.Description, "What the package is.");
    private readonly Option<string[]> _licenses = CommonOptions.Several(Setting.Licenses, "name", "A licence of the package.");
    private readonly Option<string[]> _labels = CommonOptions.Several(Setting.Labels, "name", "A label of the package.");
    private readonly Option<string?> _vcsUrl = CommonOptions.Text(Setting.VcsUrl, "Where its sources are.");
    private readonly Option<string?> _websiteUrl = CommonOptions.Text(Setting.WebsiteUrl, "Its website.");
    private readonly Option<string?> _issueTrackerUrl = CommonOptions.Text(Setting.IssueTrackerUrl, "Where its issues are.");
    private readonly Option<string?> _vcsTag = CommonOptions.Text(Setting.VcsTag, "The tag or commit of the version.");
    private readonly Option<string?> _releaseNotes = CommonOptions.Text(
        Setting.ReleaseNotesFile, "A file with the release notes of the version, or a changelog, of which its section is taken.", "file");

    private readonly Option<string?> _readme = CommonOptions.Text(
        Setting.ReadmeFile, "A Markdown file that is the readme of the package; none for none.", "file");

    private readonly Option<DateTimeOffset?> _released = CommonOptions.Date(Setting.Released, "When the version was released.");

    public IEnumerable<Option> All =>
    [
        _description, _licenses, _labels, _vcsUrl, _websiteUrl, _issueTrackerUrl, _readme, _vcsTag, _released, _releaseNotes,
    ];

    /// <summary>The request with what is given; what is not given stays as packages say it, or as it is stored.</summary>
    public PushSettings Apply(PushSettings request, ParseResult result, CliEnvironment environment)
    {
        var notes = Named(result, _releaseNotes, environment) is { } notesFile ? Read(notesFile, ReleaseNotes.OfFile) : null;
        var readme = result.GetValue(_readme);
        var hasReadme = !string.IsNullOrEmpty(readme);
        var text = hasReadme && readme != None ? Read(environment.Absolute(readme!), File.ReadAllText) : null;
        return request with
        {
            Package = Over(request.Package, result),
            Packages = request.Packages.ToDictionary(package => package.Key, package => package.Value with
            {
                Details = Over(package.Value.Details, result),
                ReleaseNotes = notes is null ? package.Value.ReleaseNotes : null,
                Readme = hasReadme ? null : package.Value.Readme,
            }),
            Version = request.Version with { VcsTag = result.GetValue(_vcsTag), Released = result.GetValue(_released) },
            ReleaseNotes = notes,
            Readme = text,
        };
    }

    private static string? Named(ParseResult result, Option<string?> option, CliEnvironment environment) =>
        result.GetValue(option) is { Length: > 0 } file ? environment.Absolute(file) : null;

    private PackageDetails Over(PackageDetails details, ParseResult result) => details with
    {
        Description = result.GetValue(_description) ?? details.Description,
        Licenses = result.GetValue(_licenses) is { Length: > 0 } licenses ? licenses : details.Licenses,
        Labels = result.GetValue(_labels) is { Length: > 0 } labels ? labels : details.Labels,
        VcsUrl = result.GetValue(_vcsUrl) ?? details.VcsUrl,
        WebsiteUrl = result.GetValue(_websiteUrl) ?? details.WebsiteUrl,
        IssueTrackerUrl = result.GetValue(_issueTrackerUrl) ?? details.IssueTrackerUrl,
    };

    private static T Read<T>(string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage(Complaints.FileUnusable(file, fault.Message));
        }
    }
}
