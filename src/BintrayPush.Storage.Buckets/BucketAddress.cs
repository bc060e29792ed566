namespace BintrayPush.Storage.Buckets;

/// <summary>The parts that the addresses of all buckets have: <c>scheme://bucket/prefix?name=value&amp;name=value</c>.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What all keys begin with: empty, or it ends in a slash.</param>
/// <param name="Options">What stands behind the <c>?</c>.</param>
internal sealed record BucketAddress(string Bucket, string Prefix, IReadOnlyList<(string Name, string Value)> Options)
{
    /// <summary>Takes an address apart that begins with the scheme.</summary>
    /// <exception cref="BintrayException">400: its prefix is wrong.</exception>
    public static BucketAddress Parse(string text, string scheme)
    {
        var query = text.IndexOf('?', StringComparison.Ordinal);
        var place = (query < 0 ? text : text[..query])[scheme.Length..].Trim('/');
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var prefix = slash < 0 ? "" : place[(slash + 1)..] + "/";
        if (prefix.Length > 0 && !prefix.TrimEnd('/').Split('/').All(IsSegment))
        {
            throw Refused("a prefix is made of letters, digits, '-', '_' and '.', in parts that are joined by '/'");
        }

        return new BucketAddress(
            slash < 0 ? place : place[..slash], prefix, query < 0 ? [] : [.. text[(query + 1)..].Split('&').Select(Pair)]);
    }

    /// <summary>How messages call it.</summary>
    public string In(string scheme) => $"{scheme}{Bucket}{(Prefix.Length == 0 ? "" : "/" + Prefix.TrimEnd('/'))}";

    /// <summary>The address of an engine: a host, with TLS unless it is this machine.</summary>
    /// <param name="value">What was given.</param>
    /// <param name="withPath">Whether a path may follow, as that of an emulator of Azure does.</param>
    /// <exception cref="BintrayException">400: it is none.</exception>
    public static Uri EndpointOf(string value, bool withPath = false)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https")
            || endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0
            || (!withPath && endpoint.AbsolutePath != "/"))
        {
            throw Refused("the endpoint of a bucket is the address of a host and nothing more: https://s3.example.com");
        }

        return endpoint.Scheme == "https" || endpoint.IsLoopback
            ? endpoint
            : throw Refused(
                $"the endpoint '{endpoint.Authority}' is asked for without TLS: contents and signatures could be read on the way; only an "
                    + "endpoint on this machine may be http://");
    }

    /// <summary>An address is wrong.</summary>
    public static BintrayException Refused(string reason) => new(BintrayException.BadRequest, $"BTP4090: {reason}");

    private static (string Name, string Value) Pair(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (pair, "") : (pair[..equals], Uri.UnescapeDataString(pair[(equals + 1)..]));
    }

    private static bool IsSegment(string part) =>
        part is not ("" or "." or "..") && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
