using System.Text.RegularExpressions;

namespace BintrayPush.Server.Rehearsal;

/// <summary>
/// Which paths a fault is for: <c>*</c> stands for anything within a segment, <c>**</c> for any number of segments. Paths are compared
/// decoded, without <c>/api/v1</c>, matrix parameters and query.
/// </summary>
internal sealed class PathPattern
{
    private const int MaxLength = 500;

    private readonly Regex _regex;

    private PathPattern(string text)
    {
        var parts = text.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => part == "**"
            ? "(/[^/]+)*"
            : "/" + string.Join("[^/]*", part.Split('*').Select(Regex.Escape)));
        // Never backtracks: no path, however it is made, takes long.
        _regex = new Regex($"^{string.Concat(parts)}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    /// <summary>All paths.</summary>
    public static PathPattern Any { get; } = new("/**");

    /// <summary>Reads a pattern; <see langword="null"/> if it does not begin with a slash or is too long.</summary>
    public static PathPattern? Parse(string text) => text.StartsWith('/') && text.Length <= MaxLength ? new(text) : null;

    /// <summary>Whether a path fits.</summary>
    public bool Fits(string path) => _regex.IsMatch(path);
}
