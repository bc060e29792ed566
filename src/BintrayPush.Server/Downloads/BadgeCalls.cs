using System.Globalization;
using System.Net;
using System.Text;
using BintrayPush.Api.Service;
using BintrayPush.Server.Catalog;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Downloads;

/// <summary>
/// The badge of a package for readmes and web pages (protocol reference 1.1): an image that names its newest published version, or the
/// one that <c>?version=</c> names.
/// </summary>
internal sealed class BadgeCalls(IBintray bintray)
{
    private const string Label = "download";

    /// <summary>Longer names would stretch a page.</summary>
    private const int MostCharacters = 40;

    public IEnumerable<CallRoute> Routes => [new("GET", "packages/{subject}/{repo}/{package}/images/download.svg", Needs.Read, GetAsync)];

    private async Task GetAsync(Call call)
    {
        var version = call.Query["version"] is { Length: > 0 } name && name != VersionCalls.Latest
            ? await bintray.GetVersionAsync(VersionAddress.Of(call.Package, name), call.Cancellation) ?? throw Refusal.NoVersion(name)
            : await bintray.GetLatestVersionAsync(call.Package, call.Cancellation);
        if (version is null && await bintray.GetPackageAsync(call.Package, call.Cancellation) is null)
        {
            throw Refusal.NoPackage(call.Package.Name);
        }

        var image = Encoding.UTF8.GetBytes(Draw(Shorten(version?.Address.Name ?? "none")));
        var response = call.Http.Response;
        response.ContentType = "image/svg+xml";
        response.ContentLength = image.Length;
        response.Headers.CacheControl = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'";
        if (!HttpMethods.IsHead(call.Http.Request.Method))
        {
            await response.Body.WriteAsync(image, call.Cancellation);
        }
    }

    private static string Shorten(string name)
    {
        var elements = new StringInfo(name);
        return elements.LengthInTextElements <= MostCharacters ? name : elements.SubstringByTextElements(0, MostCharacters - 1) + "…";
    }

    private static string Draw(string version)
    {
        const int Left = 70;
        const int Letter = 7;
        const int Margin = 10;
        var right = (new StringInfo(version).LengthInTextElements * Letter) + (2 * Margin);
        var (text, middle, width) = (WebUtility.HtmlEncode(version), Left + (right / 2), Left + right);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{Label}: {text}">
            <title>{Label}: {text}</title>
            <rect width="{Left}" height="20" fill="#555"/><rect x="{Left}" width="{right}" height="20" fill="#007ec6"/>
            <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
            <text x="{Left / 2}" y="14">{Label}</text><text x="{middle}" y="14">{text}</text>
            </g>
            </svg>

            """);
    }
}
