using BintrayPush.Server.Formats;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Downloads;

/// <summary>
/// <c>GET</c> on the address of a Maven upload (protocol reference 8.2): the file itself, or the list of an artifact's versions, made
/// from what is published.
/// </summary>
internal sealed class MavenDownloads(IMadeFiles made, DownloadCalls downloads)
{
    public IEnumerable<CallRoute> Routes => [new("GET", "maven/{subject}/{repo}/{package}/{path*}", Needs.Read, GetAsync)];

    private async Task GetAsync(Call call)
    {
        if (!MavenLayout.IsMetadata(call.Rest))
        {
            await downloads.DownloadAsync(call);
        }
        else if (!await made.TryAnswerAsync(call, call.Package))
        {
            throw Refusal.NoFile(call.RestOfPath);
        }
    }
}
