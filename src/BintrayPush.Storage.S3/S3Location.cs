namespace BintrayPush.Storage.S3;

/// <summary>
/// Where a bucket is: <c>s3://bucket/prefix?endpoint=https://s3.example.com&amp;region=eu-1&amp;path-style=true</c>. Credentials are no
/// part of it: they come from the environment or the profile of the account (docs/store.md, "Buckets").
/// </summary>
public sealed record S3Location
{
    private const string Scheme = "s3://";

    private S3Location(string bucket, string prefix)
    {
        Bucket = bucket;
        Prefix = prefix;
    }

    /// <summary>The bucket.</summary>
    public string Bucket { get; }

    /// <summary>What all keys begin with: empty, or it ends in a slash.</summary>
    public string Prefix { get; }

    /// <summary>The engine; <see langword="null"/> for that of the environment or the profile, AWS by default.</summary>
    public Uri? Endpoint { get; private init; }

    /// <summary>The region; <see langword="null"/> for that of the environment or the profile.</summary>
    public string? Region { get; private init; }

    /// <summary>
    /// Whether the bucket stands in the path of an address and not in the name of the host; engines that are named by an endpoint mostly
    /// want it.
    /// </summary>
    public bool PathStyle { get; private init; }

    /// <summary>Whether a text names a bucket and not a folder.</summary>
    public static bool IsOne(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a location.</summary>
    /// <param name="text">What was given.</param>
    /// <exception cref="BintrayException">400: it is none; the message says why and never shows what may be a secret.</exception>
    public static S3Location Parse(string text)
    {
        // What looks like a password is not shown, wherever it stands.
        if (!IsOne(text) || text.Contains('@', StringComparison.Ordinal))
        {
            throw Refused(
                "an address of a bucket is s3://bucket/prefix and has no user or key in it: credentials come from the environment "
                    + "(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or a profile (AWS_PROFILE)");
        }

        var query = text.IndexOf('?', StringComparison.Ordinal);
        var place = (query < 0 ? text : text[..query])[Scheme.Length..].Trim('/');
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var bucket = slash < 0 ? place : place[..slash];
        var prefix = slash < 0 ? "" : place[(slash + 1)..] + "/";
        if (!IsBucket(bucket))
        {
            throw Refused($"'{bucket}' is no name of a bucket: 3 to 63 of a-z, 0-9, '-' and '.', a letter or digit first and last");
        }

        if (prefix.Length > 0 && !prefix.TrimEnd('/').Split('/').All(IsSegment))
        {
            throw Refused("a prefix is made of letters, digits, '-', '_' and '.', in parts that are joined by '/'");
        }

        var location = new S3Location(bucket, prefix);
        return query < 0 ? location : location.With(text[(query + 1)..]);
    }

    /// <summary>The address in full: read again, it is the same place.</summary>
    public string Address
    {
        get
        {
            var standing = PathStyle == (Endpoint is not null) ? null : $"path-style={(PathStyle ? "true" : "false")}";
            string?[] behind =
            [
                Endpoint is null ? null : $"endpoint={Endpoint.GetLeftPart(UriPartial.Authority)}",
                Region is null ? null : $"region={Region}",
                standing,
            ];
            var query = string.Join('&', behind.Where(part => part is not null));
            return $"{Scheme}{Bucket}{(Prefix.Length == 0 ? "" : "/" + Prefix.TrimEnd('/'))}{(query.Length == 0 ? "" : "?" + query)}";
        }
    }

    /// <summary>How messages call it.</summary>
    public override string ToString() =>
        $"{Scheme}{Bucket}{(Prefix.Length == 0 ? "" : "/" + Prefix.TrimEnd('/'))}{(Endpoint is null ? "" : $" at {Endpoint.Authority}")}";

    private static BintrayException Refused(string reason) => new(BintrayException.BadRequest, $"BTP4090: {reason}");

    private static bool IsBucket(string name) =>
        name.Length is >= 3 and <= 63 && name.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '.')
            && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]) && !name.Contains("..", StringComparison.Ordinal);

    private static bool IsSegment(string part) =>
        part is not ("" or "." or "..") && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private S3Location With(string query)
    {
        var location = this;
        bool? pathStyle = null;
        foreach (var pair in query.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]);
            switch (name)
            {
                case "endpoint":
                    location = location with { Endpoint = EndpointOf(value) };
                    break;
                case "region" when value.Length > 0 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'):
                    location = location with { Region = value };
                    break;
                case "path-style" when bool.TryParse(value, out var asked):
                    pathStyle = asked;
                    break;
                case "region" or "path-style":
                    throw Refused($"the value of '{name}' in the address of the bucket is wrong: region=eu-1, path-style=true");
                default:
                    throw Refused(
                        "the address of a bucket has 'endpoint', 'region' and 'path-style' behind its '?', and something else is there");
            }
        }

        return location with { PathStyle = pathStyle ?? location.Endpoint is not null };
    }

    private static Uri EndpointOf(string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https")
            || endpoint.UserInfo.Length > 0 || endpoint.PathAndQuery != "/" || endpoint.Fragment.Length > 0)
        {
            throw Refused("the endpoint of a bucket is the address of a host and nothing more: endpoint=https://s3.example.com");
        }

        return endpoint.Scheme == "https" || endpoint.IsLoopback
            ? endpoint
            : throw Refused(
                $"the endpoint '{endpoint.Authority}' is asked for without TLS: contents and signatures could be read on the way; only an "
                    + "endpoint on this machine may be http://");
    }
}
