using BintrayPush.Api.Http;

namespace BintrayPush.Server;

/// <summary>Tells every caller what this server can do beyond Bintray's protocol (docs/server.md): who does not know the header passes over it.</summary>
internal static class Announcement
{
    private static readonly string Words =
        ExtensionsHeader.Format(Extensions.ExpectedPublish | Extensions.BothListings | Extensions.Sha256 | Extensions.DocumentDelete | Extensions.Bundles);

    public static void Add(HttpContext http) => http.Response.Headers[ExtensionsHeader.Name] = Words;
}
