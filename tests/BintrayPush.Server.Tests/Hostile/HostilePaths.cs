using System.Text;

namespace BintrayPush.Server.Tests.Hostile;

/// <summary>
/// Paths that try to leave their place, or hide a separator in a segment, in every encoding, at every call that takes a path.
/// </summary>
internal static class HostilePaths
{
    private static readonly string[] Attacks =
    [
        "../evil", "../../../evil", "a/../../../../evil", "..\\..\\..\\evil", "a\\b", "C:\\evil", "\\\\server\\share\\evil",
        "..", "a/..", "a\0evil", "a\r\nX-Evil: 1", "a\nevil", "a\u0001evil", "a\u007fevil", "a\u0085evil", "a\u2028evil",
    ];

    private static readonly (string Name, Func<string, string> Encode)[] Encodings =
    [
        ("as it is", text => text.Contains('\0') || text.Any(
            c => c is '\r' or '\n' or > '\u007e' or '\u0001') ? Percent(text, c => c is < ' ' or > '\u007e') : text),
        ("separators encoded", text => Percent(text, c => c is '/' or '\\' or < ' ' or > '\u007e')),
        ("dots encoded", text => Percent(text, c => c is '.' or '\\' or < ' ' or > '\u007e')),
        ("half of the dots", text => Percent(text, c => c is < ' ' or > '\u007e').Replace("..", ".%2e", StringComparison.Ordinal)),
        ("all encoded, lower case", text => Percent(text, _ => true)),
        ("all encoded, upper case", text => Percent(text, _ => true).ToUpperInvariant()),
        ("with matrix parameters", text => Percent(text, c => c is < ' ' or > '\u007e').Replace("..", "..;x=y", StringComparison.Ordinal)),
    ];

    /// <summary>What no decoder may take for dots and slashes, nor for anything else.</summary>
    private static readonly string[] Malformed =
    [
        "%c0%ae%c0%ae/evil", "%c0%ae%c0%ae%c0%afevil", "..%c0%afevil", "..%c1%9cevil", "%e0%80%ae%e0%80%ae/evil", "..%e0%80%afevil",
        "%f0%80%80%ae./evil",
        "..%uff0fevil",
        "..%u2215evil",
        "%u002e%u002e/evil",
        "%",
        "%2",
        "a%zzevil",
        "%ff%fe",
        "%ed%a0%80",
        "%f4%90%80%80",
        "a%80", "..%00/evil", "evil%00.txt", "a%e2%80%a8b", "a%e2%80%a9b",
    ];

    private static readonly (string Method, string Before, string After, string? Body)[] Calls =
    [
        ("PUT", "/content/acme/tools/lib/1.0/", "", "x"),
        ("PUT", "/content/acme/tools/lib/1.0/a/", ";publish=1", "x"),
        ("PUT", "/maven/acme/tools/lib/g/a/1.0/", "", "x"),
        ("POST", "/content/acme/tools/lib/", "/publish", ""),
        ("DELETE", "/content/acme/tools/", "", null),
        ("GET", "/dl/acme/tools/", "", null),
        ("GET", "/api/v1/acme/", "", null),
        ("GET", "/packages/acme/tools/", "", null),
        ("DELETE", "/packages/acme/tools/lib/versions/", "", null),
        ("POST", "/packages/acme/tools/lib/versions/", "/attributes", "[]"),
        ("POST", "/repos/acme/", "", "{}"),
        ("GET", "/users/", "", null),
        ("PUT", "/file_metadata/acme/tools/", "", """{"list_in_downloads":true}"""),
        ("POST", "/gpg/acme/tools/", "", ""),
    ];

    public static IEnumerable<HostileRequest> All =>
        from path in Attacks.SelectMany(
            attack => Encodings.Select(encoding => (Text: encoding.Encode(attack), Name: $"{Shown(attack)}, {encoding.Name}")))
            .Concat(Malformed.Select(text => (Text: text, Name: $"{text}, malformed"))).DistinctBy(path => path.Text)
        from call in Calls
        select HostileRequest.Of(
            $"path {path.Name}, in {call.Method} {call.Before}", call.Method, call.Before + path.Text + call.After, call.Body is null
                ? null
                : Encoding.UTF8.GetBytes(call.Body));

    public static string Shown(string text) => string.Concat(text.Select(c => c is < ' ' or > '\u007e' ? $"\\u{(int)c:x4}" : c.ToString()));

    /// <summary>Percent-encodes some characters.</summary>
    public static string Percent(string text, Func<char, bool> chosen) =>
        string.Concat(
            text.Select(
                c => chosen(c) || c == ' ' ? string.Concat(Encoding.UTF8.GetBytes(c.ToString()).Select(b => $"%{b:x2}")) : c.ToString()));
}
