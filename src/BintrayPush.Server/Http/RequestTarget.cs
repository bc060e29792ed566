using System.Text;

namespace BintrayPush.Server.Http;

/// <summary>
/// The target of a request, read as Bintray's clients write it (protocol reference 1.4, 8.1): empty segments do not count, matrix
/// parameters may hang on any segment, a query may be separated by <c>;</c>. Segments are split before they are decoded, so that
/// nothing encoded can change the structure.
/// </summary>
internal sealed class RequestTarget
{
    private RequestTarget(IReadOnlyList<string> segments, bool endsInSlash, Parameters matrix, Parameters query, string shown)
    {
        Segments = segments;
        EndsInSlash = endsInSlash;
        Matrix = matrix;
        Query = query;
        Shown = shown;
    }

    /// <summary>The decoded segments, without matrix parameters and without a leading <c>api/v1</c>.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>Whether the path names a folder.</summary>
    public bool EndsInSlash { get; }

    /// <summary>The matrix parameters of all segments.</summary>
    public Parameters Matrix { get; }

    /// <summary>Those of them that do not hang on the last segment: a slash in a value that is not encoded begins another one.</summary>
    public required Parameters InsideMatrix { get; init; }

    /// <summary>The query.</summary>
    public Parameters Query { get; }

    /// <summary>The path fit for a log: still encoded, without matrix parameters and query, which may hold secrets.</summary>
    public string Shown { get; }

    /// <summary>Reads a target.</summary>
    /// <exception cref="FormatException">It cannot be read, or tries to leave its place; the message says why.</exception>
    public static RequestTarget Parse(string target)
    {
        var (path, query) = Cut(PathAndQuery(target), '?');
        var segments = new List<string>();
        var matrix = new List<KeyValuePair<string, string>>();
        var last = matrix.Count;
        foreach (var raw in path.Split('/'))
        {
            var (name, parameters) = Cut(raw, ';');
            if (name.Length > 0)
            {
                last = matrix.Count;
            }

            AddPairs(matrix, parameters, [';'], plusIsSpace: false);
            AddSegment(segments, Decode(name));
        }

        if (segments is ["api", "v1", ..])
        {
            segments.RemoveRange(0, 2);
        }

        var pairs = new List<KeyValuePair<string, string>>();
        AddPairs(pairs, query, ['&', ';'], plusIsSpace: true);
        return new RequestTarget(segments, EndsWithSlash(path), new Parameters(matrix), new Parameters(pairs), ShownOf(target))
        {
            InsideMatrix = new Parameters(matrix[..last]),
        };
    }

    /// <summary>The path of a target fit for a log, whether or not it can be read.</summary>
    public static string ShownOf(string target) =>
        string.Join('/', Cut(PathAndQuery(target), '?').Before.Split('/').Select(segment => Cut(segment, ';').Before));

    /// <summary>A target may be written as a whole URL; Kestrel passes it on as it came.</summary>
    private static string PathAndQuery(string target)
    {
        var scheme = target.StartsWith('/') ? -1 : target.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return target;
        }

        var path = target.IndexOf('/', scheme + 3);
        return path < 0 ? "/" : target[path..];
    }

    private static bool EndsWithSlash(string path) => Cut(path[(path.LastIndexOf('/') + 1)..], ';').Before.Length == 0;

    private static void AddSegment(List<string> segments, string segment)
    {
        // The Gradle plugin sends "." segments (reference 16.1); they mean nothing.
        if (segment is "" or ".")
        {
            return;
        }

        if (segment == "..")
        {
            throw new FormatException("the path holds a '..' segment");
        }

        if (segment.IndexOfAny(['/', '\\', '\0']) >= 0)
        {
            throw new FormatException("a segment of the path hides a slash, a backslash or a null character");
        }

        segments.Add(segment);
    }

    private static void AddPairs(List<KeyValuePair<string, string>> pairs, string text, char[] separators, bool plusIsSpace)
    {
        foreach (var pair in text.Split(separators, StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(plusIsSpace ? pair.Replace('+', ' ') : pair, '=');
            pairs.Add(new(Decode(name), Decode(value)));
        }
    }

    private static (string Before, string After) Cut(string text, char at)
    {
        var place = text.IndexOf(at);
        return place < 0 ? (text, "") : (text[..place], text[(place + 1)..]);
    }

    /// <summary>Percent-decoding that refuses what is not UTF-8 instead of passing it on half decoded.</summary>
    private static string Decode(string text)
    {
        if (!text.Contains('%'))
        {
            return text;
        }

        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        var length = 0;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] != '%')
            {
                var run = text.AsSpan(i);
                run = run.IndexOf('%') is var next and >= 0 ? run[..next] : run;
                length += Encoding.UTF8.GetBytes(run, bytes.AsSpan(length));
                i += run.Length;
            }
            else if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes[length++] = Convert.FromHexString(text.AsSpan(i + 1, 2))[0];
                i += 3;
            }
            else
            {
                throw new FormatException("the URL holds a '%' that encodes nothing");
            }
        }

        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("the URL holds bytes that are not UTF-8");
        }
    }

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
