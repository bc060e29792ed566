using BintrayPush.Api.Http.Connection;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Announces on every answer what this server can do beyond Bintray's protocol (docs/server.md). Other clients ignore the header.
/// </summary>
internal sealed class ServerHeader(ServerSettings settings, bool keepsUnfinishedUploads)
{
    private readonly string _words = ExtensionsHeader.Format(
        Extensions.ExpectedPublish | Extensions.BothListings | Extensions.Sha256 | Extensions.DocumentDelete | Extensions.Bundles
            | Extensions.SigningKeys | Extensions.PendingMetadata | Extensions.Releases | Extensions.Legs | Extensions.StagedFeeds
            | Extensions.Copies
        | (keepsUnfinishedUploads ? Extensions.ResumableUploads : Extensions.None)
        | (settings.RequireOssMetadata ? Extensions.OssMetadata : Extensions.None));

    public void Add(HttpContext http) => http.Response.Headers[ExtensionsHeader.Name] = _words;
}
