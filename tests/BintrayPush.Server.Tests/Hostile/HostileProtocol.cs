using System.Text;

namespace BintrayPush.Server.Tests.Hostile;

/// <summary>
/// Broken HTTP: requests that two readers would understand differently, lengths that lie, headers beyond measure, wrong logins.
/// </summary>
internal static class HostileProtocol
{
    private const string Auth = HostileRequest.AuthorizationMark;

    private static readonly (string Line, string Headers, string Body)[] Calls =
    [
        ("PUT /content/acme/tools/lib/1.0/evil", "", "hello"),
        ("POST /packages/acme/tools", "", "{\"name\":\"evil\"}"),
        ("GET /dl/acme/tools/a.txt", "", ""),
    ];

    /// <summary>Two lengths, half lengths, lengths that are none, and encodings that nobody knows.</summary>
    private static readonly string[] Framings =
    [
        "Content-Length: -1",
        "Content-Length: +5",
        "Content-Length: 5\nX: y",
        "X: y\nContent-Length: 5",
        "Content-Length: 0x5",
        "Content-Length: 5e0",
        "Content-Length: 5, 5",
        "Content-Length: 5 5",
        "Content-Length: ",
        "Content-Length: 99999999999999999999",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 6\r\nContent-Length: 5",
        "Content-Length : 5",
        "Content-Length\t: 5",
        "Content-Length: 5\r\n Content-Length: 6",
        "Content-Length: \u00bd",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding:\r\n chunked",
        "X: y\r\n Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Content-Length: 0\r\nTransfer-Encoding: chunked",
        "Host: evil",
        "Host: x\r\nHost: y",
        ": novalue",
        "NoColon",
        "Bad Name: x",
        "B\u00e4d: x",
        "X: a\0b",
        "X: a\rb",
        "X\r: y",
    ];

    private static readonly string[] TwoLengths = [
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 0\r\nTransfer-Encoding: chunked",
        "Content-Length: 15\r\nTransfer-Encoding: CHUNKED"
    ];

    private static readonly string[] Chunks =
    [
        "zz\r\nhello\r\n0\r\n\r\n",
        "-1\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "5\r\nhelloEVIL\r\n0\r\n\r\n",
        "FFFFFFFFFFFFFFFFF\r\nhello",
        "7fffffffffffffff1\r\nhello",
        " \r\n",
        "5;\nhello\r\n0\r\n\r\n",
        "\r\n5\r\nhello\r\n0\r\n\r\n",
    ];

    private static readonly string[] Lines =
    [
        "GARBAGE",
        "GET",
        "GET /",
        "GET  / HTTP/1.1",
        "GET /  HTTP/1.1",
        "GET / HTTP/1.1 ",
        " GET / HTTP/1.1",
        "GET / http/1.1",
        "GET / HTTP/1.1.1",
        "GET / HTTPS/1.1",
        "GET\t/ HTTP/1.1",
        "GET evil HTTP/1.1",
        "GET \\evil HTTP/1.1",
        "GET /\u00e4 HTTP/1.1",
        "GET /\u0001 HTTP/1.1",
        "GET /a b HTTP/1.1",
        "G\u00c4T / HTTP/1.1",
        "G@T / HTTP/1.1",
        "{} / HTTP/1.1",
        "CONNECT / HTTP/1.1",
        "CONNECT evil:80 HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "TRACE / HTTP/1.1",
        "PUT * HTTP/1.1",
        "GET http:///dl HTTP/1.1",
        "GET http://evil HTTP/1.1",
        "GET file:///etc/passwd HTTP/1.1",
        "GET //etc/passwd HTTP/1.1",
        "GET /..%2f..%2f..%2f..%2fetc/passwd HTTP/1.1",
        "GET /dl/../../etc/passwd HTTP/1.1",
        "GET ?evil HTTP/1.1",
        "PROPFIND / HTTP/1.1",
        "\x16\x03\x01\x02",
        $"GET /{new string('e', 10_000)} HTTP/1.1", $"{new string('E', 10_000)} / HTTP/1.1", $"GET /?{new string('e', 40_000)} HTTP/1.1",
    ];

    private static readonly string[] Logins =
    [
        "Basic", "Basic ", "Basic !!!", "Basic am9l", "Basic " + Of("joe:"), "Basic " + Of(":x"), "Basic " + Of("joe:wrong"), "Basic " + Of(
            "nobody:wrong"), "Basic " + Of("../user/joe:x"),
        "Basic " + Of("..\\joe:x"), "Basic " + Of("JOE:x"), "Basic " + Of("joe\0:x"), "Basic " + Of("joe:x\r\nX-Evil: 1"), "Basic " + Of(
            new string('e', 5_000) + ":x"), "Bearer x", "Digest username=\"joe\"",
        "Negotiate TlRMTVNTUA==",
        "basic",
        "Basic " + Of("joe:x") + ", Basic " + Of("joe:y"),
        "\u00e4",
        "Basic " + Of("con:x"),
        "Basic " + Of("*:x"),
    ];

    public static IEnumerable<HostileRequest> All => [
        .. Framing(),
        .. Chunked(),
        .. Smuggled(),
        .. RequestLines(),
        .. WrongLogins(),
        .. Large(),
        .. Contradictions()
    ];

    /// <summary>Lengths that promise more than comes; the server has to give up by itself.</summary>
    public static IEnumerable<HostileRequest> Stalls =>
        from call in Calls[..2]
        from length in new[] { 6_000, int.MaxValue, long.MaxValue }
        select HostileRequest.Raw(
            $"a body of {length} bytes that never comes, in {call.Line}",
            $"{call.Line} HTTP/1.1\r\nHost: x\r\n{Auth}\r\nContent-Length: {length}\r\n\r\n{call.Body[..3]}");

    private static IEnumerable<HostileRequest> Framing() =>
        from framing in Framings
        from call in Calls
        select HostileRequest.Raw(
            $"framing {HostilePaths.Shown(framing)}, in {call.Line}",
            $"{call.Line} HTTP/1.1\r\nHost: x\r\n{Auth}\r\nConnection: close\r\n{framing}\r\n\r\n{call.Body}");

    private static IEnumerable<HostileRequest> Chunked() =>
        from chunks in Chunks
        from call in Calls[..2]
        select HostileRequest.Raw(
            $"chunks {HostilePaths.Shown(chunks)}, in {call.Line}", $"{call.Line} HTTP/1.1\r\nHost: x\r\n{Auth}\r\nConnection: "
                + $"close\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}");

    /// <summary>Good chunks with a length beside them, and a second request behind them for whoever believes the length.</summary>
    private static IEnumerable<HostileRequest> Smuggled() =>
        from lengths in TwoLengths
        from call in Calls
        from second in new[] { "", $"PUT /content/acme/tools/lib/1.0/evil HTTP/1.1\r\nHost: x\r\n{Auth}\r\nContent-Length: 1\r\n\r\nx" }
        select HostileRequest.Raw(
            $"{HostilePaths.Shown(lengths)} with {(second.Length > 0 ? "a second request" : "good chunks")}, in {call.Line}",
            $"{call.Line} HTTP/1.1\r\nHost: "
                + $"x\r\n{Auth}\r\n{lengths}\r\n\r\n{call.Body.Length:x}\r\n{call.Body}{(call.Body.Length > 0 ? "\r\n0\r\n" : "")}\r\n{second}");

    private static IEnumerable<HostileRequest> RequestLines() =>
        from line in Lines
        from host in new[] { "Host: x\r\n", "Host: \r\n", "Host: evil/..\r\n", "" }
        select HostileRequest.Raw($"request line {HostilePaths.Shown(line[..Math.Min(line.Length, 40)])}, host '{host.Trim()}'", $"{line}\r\n{host}Connection: close\r\n\r\n",
            // The one refusal that is not a 4xx: RFC 9110 has a status of its own for a version that nobody speaks.
            line.EndsWith(" http/1.1", StringComparison.Ordinal) ? 505 : 0);

    private static IEnumerable<HostileRequest> WrongLogins() =>
        from login in Logins
        from call in Calls
        select HostileRequest.Raw(
            $"login {HostilePaths.Shown(login[..Math.Min(login.Length, 60)])}, in {call.Line}",
            $"{call.Line} HTTP/1.1\r\nHost: x\r\nAuthorization: {login}\r\nConnection: close\r\nContent-Length: "
                + $"{call.Body.Length}\r\n\r\n{call.Body}",
            // Kestrel takes no header that is not ASCII.
            login == "\u00e4" ? 0 : 401);

    private static IEnumerable<HostileRequest> Large()
    {
        foreach (var (line, _, body) in Calls)
        {
            foreach (var (name, headers) in new[]
            {
                ("a long header", $"X-Evil: {new string('e', 40_000)}"), (
                    "a long name of a header", $"{new string('E', 40_000)}: x"), ("a long cookie", $"Cookie: {new string('e', 40_000)}"),
                ("many headers", string.Join("\r\n", Enumerable.Range(0, 150).Select(i => $"X-{i}: e"))), (
                    "a long login", $"X: y\r\nAuthorization: Basic {new string('e', 40_000)}"),
            })
            {
                yield return HostileRequest.Raw(
                    $"{name}, in {line}",
                    $"{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\nContent-Length: {body.Length}\r\n\r\n{body}",
                    431);
            }
        }
    }

    /// <summary>Checksums, ranges, conditions and envelopes that cannot be.</summary>
    private static IEnumerable<HostileRequest> Contradictions()
    {
        foreach (var name in new[] { "X-Checksum-Sha2", "X-Checksum-Sha256", "X-Checksum-Sha1", "X-Checksum-Md5" })
        {
            foreach (
                var value in new[] { "../evil", "zz", "00", new string('0', 32), new string('0', 40), new string('0', 64), new string('e', 5_000) })
            {
                yield return HostileRequest.Of(
                    $"{name}: {value[..Math.Min(value.Length, 40)]}",
                    "PUT",
                    "/content/acme/tools/lib/1.0/evil",
                    "hello",
                    $"{name}: {value}");
            }
        }

        foreach (var value in new[] { "bytes 0-4/5", "bytes 3-4/*", "evil" })
        {
            yield return HostileRequest.Of(
                $"Content-Range: {value}", "PUT", "/content/acme/tools/lib/1.0/evil", "hello", $"Content-Range: {value}");
        }

        foreach (
            var header in new[] { "Range: bytes=100-200", "Range: bytes=9223372036854775806-", "If-Match: \"evil\"", "If-Unmodified-Since: "
                + "Sat, 01 Jan 2000 00:00:00 GMT" })
        {
            yield return HostileRequest.Of(header, "GET", "/dl/acme/tools/a.txt", (byte[]?)null, header);
        }

        foreach (var type in new[] { "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=evil", "multipart/form-data; "
            + $"boundary={new string('e', 5_000)}", "multipart/form-data; boundary=\"e\\\"vil\"" })
        {
            foreach (
                var body in new[] { "", "hello", "--evil\r\n", "--evil\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--evil--", $"--evil\r\nX: {new string('e', 100_000)}", "--evil\r\nContent-Disposition: form-data; name=a; filename=../../evil\r\n\r\nx" })
            {
                yield return HostileRequest.Of(
                    $"{type[..Math.Min(type.Length, 60)]} with {body[..Math.Min(body.Length, 60)].ReplaceLineEndings(" ")}",
                    "PUT",
                    "/content/acme/tools/lib/1.0/evil",
                    body,
                    $"Content-Type: {type}");
            }
        }

        foreach (
            var target in new[] { "/content/acme/tools/", "/content/acme/tools", "/content/acme/tools/lib/1.0/", "/content/acme/tools/lib/1.0/evil/", "/maven/acme/tools/lib/evil", "/content/acme/none/lib/1.0/evil", "/content/evil/tools/lib/1.0/evil" })
        {
            yield return HostileRequest.Of("a place that is none", "PUT", target, "hello");
        }
    }

    private static string Of(string login) => Convert.ToBase64String(Encoding.UTF8.GetBytes(login));
}
