using System.Text;

namespace BintrayPush.Server.Tests.Hostile;

/// <summary>A request with which somebody means harm, as bytes.</summary>
/// <param name="Name">Attack, place, encoding and call, for whoever reads a failure.</param>
/// <param name="Bytes">What is sent.</param>
/// <param name="Status">The one answer that is right; 0 for any 4xx.</param>
internal sealed record HostileRequest(string Name, byte[] Bytes, int Status = 0)
{
    public const string AuthorizationMark = "@Authorization@";

    /// <summary>A request that is well formed but for what is in it, by somebody with all rights.</summary>
    public static HostileRequest Of(string name, string method, string target, byte[]? body = null, params string[] headers)
    {
        string[] all =
        [
            $"{method} {target} HTTP/1.1", "Host: x", AuthorizationMark, "Connection: close",
            .. headers,
            .. body is null ? Array.Empty<string>() : [$"Content-Length: {body.Length}"],
            "\r\n",
        ];
        return new HostileRequest(name, [.. Encoding.Latin1.GetBytes(string.Join("\r\n", all)), .. body ?? []]);
    }

    public static HostileRequest Of(string name, string method, string target, string body, params string[] headers) =>
        Of(name, method, target, Encoding.UTF8.GetBytes(body), headers);

    /// <summary>Anything that goes over a wire, each character a byte.</summary>
    public static HostileRequest Raw(string name, string bytes, int status = 0) => new(name, Encoding.Latin1.GetBytes(bytes), status);
}
