using System.Diagnostics.CodeAnalysis;

namespace BintrayPush.Api.Names;

/// <summary>The base URL of a service: http or https, no credentials, no query. An instance is always fit to build calls on.</summary>
public sealed record ServiceUrl
{
    private ServiceUrl(Uri url) => Url = url;

    /// <summary>The base; its path ends in a slash.</summary>
    public Uri Url { get; }

    /// <summary>Host and, unless it is the scheme's own, port: the key under which credentials are kept.</summary>
    public string Host => Url.IsDefaultPort ? Url.Host : $"{Url.Host}:{Url.Port}";

    /// <summary>Whether it is on this machine.</summary>
    public bool IsLoopback => Url.IsLoopback;

    /// <summary>Whether what is sent can be read on its way by others: plain http that leaves this machine.</summary>
    public bool IsExposed => Url.Scheme == Uri.UriSchemeHttp && !IsLoopback;

    /// <summary>
    /// Where published files are read from unless it is said: <c>/dl</c> beside the API, whose own path may end in <c>/api/v1</c>.
    /// </summary>
    public ServiceUrl Downloads => new(BesideApi("dl/"));

    /// <summary>Where identity tokens are exchanged for keys: <c>/api/v2/token</c> beside the API, as NuGet's clients know it.</summary>
    public Uri TokenService => BesideApi("api/v2/token");

    /// <summary>Scheme, host and port, as an identity token names whom it is for.</summary>
    public string Origin => Url.GetLeftPart(UriPartial.Authority);

    /// <summary>Checks a URL from outside. The fault never repeats a user name or password.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ServiceUrl? url, [NotNullWhen(false)] out string? fault)
    {
        url = null;
        fault = !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            ? "it is not an http or https URL"
            : uri.UserInfo.Length > 0 ? "it holds a user name or password"
            : uri.Query.Length > 0 || uri.Fragment.Length > 0 ? "it has a query or a fragment; a base URL is expected"
            : null;
        if (fault is not null)
        {
            return false;
        }

        url = new ServiceUrl(new Uri(uri!.AbsoluteUri.TrimEnd('/') + "/"));
        return true;
    }

    /// <summary>A URL below the base; every segment is escaped, so that none can leave its place.</summary>
    public Uri Below(IEnumerable<string> segments, string query = "") =>
        new(Url.AbsoluteUri + string.Join("/", segments.Select(Uri.EscapeDataString)) + (query.Length == 0 ? "" : "?" + query));

    /// <summary>Not resolved as a relative URL: there "//dl/" would be a host.</summary>
    private Uri BesideApi(string path)
    {
        const string Api = "api/v1/";
        var own = Url.AbsolutePath;
        var root = own.EndsWith("/" + Api, StringComparison.Ordinal) ? own.Substring(0, own.Length - Api.Length) : own;
        return new UriBuilder(Url) { Path = root + path }.Uri;
    }

    /// <summary>The URL.</summary>
    public override string ToString() => Url.AbsoluteUri;
}
