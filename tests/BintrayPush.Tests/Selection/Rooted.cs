using BintrayPush.Artifacts;
using BintrayPush.Messages;
using BintrayPush.Selection;

namespace BintrayPush.Tests.Selection;

/// <summary>Files, places and patterns for tests, short to write.</summary>
internal static class Rooted
{
    /// <summary>A file by its rooted path and its properties as <c>key=a,b; key=c</c>.</summary>
    public static RootedFile File(string path, string properties = "")
    {
        var (root, below) = Split(path);
        return new RootedFile(root, below, "/disk/" + path, Properties(properties));
    }

    public static ArtifactProperties Properties(string text) => ArtifactProperties.Of(
        from property in text.Split([';'], StringSplitOptions.RemoveEmptyEntries)
        let parts = property.Trim().Split('=')
        from value in parts[1].Split(',')
        select new KeyValuePair<string, string>(parts[0], value));

    public static DescriptorPlace Place(string folder)
    {
        var (root, below) = Split(folder);
        return new DescriptorPlace(new NamedRoot(root, "/disk/" + root), below);
    }

    public static SelectionRules Files(params string[] patterns) => new() { Files = [.. patterns.Select(Pattern)] };

    public static SelectionRules RepoFiles(params string[] patterns) => new()
    {
        RepoFiles = [
            .. patterns.Select(
                text =>
                    PathPattern.TryParseRelative(text, default, out var parsed, out var fault) ? parsed : throw new FormatException(fault))
        ],
    };

    public static PathPattern Pattern(string text) =>
        PathPattern.TryParseRooted(text, default, out var parsed, out var fault) ? parsed : throw new FormatException(fault);

    public static string[] Paths(this Selected<RootedFile> selected) => [.. selected.Files.Select(file => file.ToString())];

    public static string[] Codes(this IEnumerable<Problem> problems) => [.. problems.Select(problem => problem.Code)];

    private static (string Root, string Below) Split(string path) =>
        path.IndexOf('/') is > 0 and var slash ? (path.Substring(0, slash), path.Substring(slash + 1)) : (path, "");
}
