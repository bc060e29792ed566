using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Downloads;
using BintrayPush.Server.Http;
using BintrayPush.Server.Uploads;

namespace BintrayPush.Server.Pages;

/// <summary>What somebody may do who is signed in: publish or discard what waits, and fetch files of private repositories.</summary>
internal sealed class WaitingCalls(
    IBintray bintray,
    PageHandling pages,
    PageSessions sessions,
    ChangeWindow window,
    DownloadCalls downloads,
    Action<VersionAddress> announce)
{
    private const string OfVersion = "/{subject}/{repo}/{package}/{version}";

    public IEnumerable<CallRoute> Routes =>
    [
        pages.Route("POST", "/publish" + OfVersion, Needs.Promote, PublishAsync),
        pages.Route("POST", "/discard" + OfVersion, Needs.Promote, DiscardAsync),
        pages.Route("GET", "/files/{subject}/{repo}/{path*}", Needs.Read, SendAsync),
    ];

    private async Task<PageContent?> PublishAsync(Call call, PageContext context)
    {
        await BeginAsync(call);
        var answer = await bintray.PublishAsync(call.Version, new PublishRequest(), call.Cancellation);
        if (answer.Files > 0)
        {
            announce(call.Version);
        }

        return pages.Done(call, context, context.Links.AfterPublish(call.Version, answer.Files), answer.Warning);
    }

    private async Task<PageContent?> DiscardAsync(Call call, PageContext context)
    {
        await BeginAsync(call);
        var answer = await bintray.DiscardAsync(call.Version, call.Cancellation);
        return pages.Done(call, context, context.Links.AfterDiscard(call.Version, answer.Files), answer.Warning);
    }

    private async Task BeginAsync(Call call)
    {
        await PageForm.ReadAsync(call, sessions, PageSessions.Cookie);
        await window.RequireOpenAsync(call, call.Version);
    }

    /// <summary>A browser brings its session along only to the pages, and not to the addresses that programs use.</summary>
    private async Task<PageContent?> SendAsync(Call call, PageContext context)
    {
        await downloads.DownloadAsync(call);
        return null;
    }
}
