using System.Diagnostics.CodeAnalysis;
using System.Text;
using BintrayPush.Api.Content;

namespace BintrayPush.Api.Names;

/// <summary>
/// The path of a file inside its repository: segments joined by <c>/</c>, no leading slash. An instance cannot name anything
/// outside the repository: no empty segment, no <c>.</c> or <c>..</c>, no backslash, no control character.
/// </summary>
public sealed record RepositoryPath
{
    private const int LongestPath = 1024;
    private const int LongestSegment = 255;

    private RepositoryPath(string value) => Value = value;

    /// <summary>The path, for example <c>tools/acme/acme.zip</c>.</summary>
    public string Value { get; }

    /// <summary>The last segment.</summary>
    public string FileName => Value.Substring(Value.LastIndexOf('/') + 1);

    /// <summary>Checks a path from outside.</summary>
    /// <exception cref="FormatException">The path is not legal; the message says why.</exception>
    public static RepositoryPath Of(string text) =>
        TryParse(text, out var path, out var fault) ? path : throw new FormatException(fault);

    /// <summary>Checks a path from outside. Leading slashes are dropped and double slashes collapse (protocol reference 1.4).</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RepositoryPath? path, [NotNullWhen(false)] out string? fault)
    {
        var segments = text.Split(['/'], StringSplitOptions.RemoveEmptyEntries);
        path = null;
        fault = FindFault(text, segments);
        if (fault is not null)
        {
            return false;
        }

        path = new RepositoryPath(string.Join("/", segments));
        return true;
    }

    /// <summary>The path itself.</summary>
    public override string ToString() => Value;

    private static string? FindFault(string text, string[] segments)
    {
        if (segments.Length == 0)
        {
            return "the path is empty";
        }

        if (text.EndsWith("/", StringComparison.Ordinal))
        {
            return $"the path '{LogText.Shorten(text)}' ends in a slash: it names a folder, not a file";
        }

        if (text.IndexOf('\\') >= 0)
        {
            return $"the path '{LogText.Shorten(text)}' holds a backslash; segments are separated by '/'";
        }

        if (NameRules.FaultInText(text) is { } inText)
        {
            return $"the path {inText}";
        }

        if (segments.Any(segment => segment is "." or ".."))
        {
            return $"the path '{LogText.Shorten(text)}' holds a '.' or '..' segment";
        }

        return Encoding.UTF8.GetByteCount(text) > LongestPath ? $"the path '{LogText.Shorten(text)}' is longer than {LongestPath} bytes"
            : segments.Any(segment => Encoding.UTF8.GetByteCount(segment) > LongestSegment)
                ? $"a segment of the path '{LogText.Shorten(text)}' is longer than {LongestSegment} bytes"
                : null;
    }
}
