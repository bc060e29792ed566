using BintrayPush.Storage.Buckets;

namespace BintrayPush.Storage.S3;

/// <summary>
/// Where a bucket is: <c>s3://bucket/prefix?endpoint=https://s3.example.com&amp;region=eu-1&amp;path-style=true</c>. Credentials are no
/// part of it: they come from the environment or the profile of the account (docs/store.md, "Buckets").
/// </summary>
public sealed record S3Location
{
    private const string Scheme = "s3://";

    private readonly BucketAddress _address;

    private S3Location(BucketAddress address) => _address = address;

    /// <summary>The bucket.</summary>
    public string Bucket => _address.Bucket;

    /// <summary>What all keys begin with: empty, or it ends in a slash.</summary>
    public string Prefix => _address.Prefix;

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
            throw BucketAddress.Refused(
                "an address of a bucket is s3://bucket/prefix and has no user or key in it: credentials come from the environment "
                    + "(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or a profile (AWS_PROFILE)");
        }

        var address = BucketAddress.Parse(text, Scheme);
        return IsBucket(address.Bucket)
            ? new S3Location(address).With(address.Options)
            : throw BucketAddress.Refused(
                $"'{address.Bucket}' is no name of a bucket: 3 to 63 of a-z, 0-9, '-' and '.', a letter or digit first and last");
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
        _address.In(Scheme) + (Endpoint is null ? "" : $" at {Endpoint.Authority}");

    private static bool IsBucket(string name) =>
        name.Length is >= 3 and <= 63 && name.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '.')
            && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]) && !name.Contains("..", StringComparison.Ordinal);

    private S3Location With(IReadOnlyList<(string Name, string Value)> options)
    {
        var location = this;
        bool? pathStyle = null;
        foreach (var (name, value) in options)
        {
            switch (name)
            {
                case "endpoint":
                    location = location with { Endpoint = BucketAddress.EndpointOf(value) };
                    break;
                case "region" when value.Length > 0 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'):
                    location = location with { Region = value };
                    break;
                case "path-style" when bool.TryParse(value, out var asked):
                    pathStyle = asked;
                    break;
                case "region" or "path-style":
                    throw BucketAddress.Refused(
                        $"the value of '{name}' in the address of the bucket is wrong: region=eu-1, path-style=true");
                default:
                    throw BucketAddress.Refused(
                        "the address of a bucket has 'endpoint', 'region' and 'path-style' behind its '?', and something else is there");
            }
        }

        return location with { PathStyle = pathStyle ?? location.Endpoint is not null };
    }
}
