using BintrayPush.Api.Http;

namespace BintrayPush.Server;

/// <summary>Tells every caller what this server can do beyond Bintray's protocol (docs/server.md): who does not know the header passes over it.</summary>
internal static class Announcement
{
    private const Extensions Usual = Extensions.ExpectedPublish | Extensions.BothListings | Extensions.Sha256 | Extensions.DocumentDelete | Extensions.Bundles;
    private static readonly string Words = ExtensionsHeader.Format(Usual);
    private static readonly string DemandingWords = ExtensionsHeader.Format(Usual | Extensions.OssMetadata);

    /// <summary>Adds it to an answer, and keeps it for one that replaces that answer.</summary>
    public static void Add(HttpContext http, bool demandsOssMetadata)
    {
        http.Items[typeof(Announcement)] = demandsOssMetadata ? DemandingWords : Words;
        Add(http);
    }

    public static void Add(HttpContext http) => http.Response.Headers[ExtensionsHeader.Name] = http.Items[typeof(Announcement)] as string ?? Words;
}
