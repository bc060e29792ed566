using BintrayPush.Server.Access;
using BintrayPush.Server.Downloads;
using BintrayPush.Server.Http;
using BintrayPush.Server.Uploads;
using BintrayPush.Storage;

namespace BintrayPush.Server.Pages;

/// <summary>What somebody may do who is signed in: publish or discard what waits, and fetch files of private repositories.</summary>
internal sealed class WaitingCalls(
    IServerStore store,
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
        var seen = await BeginAsync(call);
        var answer = await store.Service.PublishAsync(call.Version, new PublishRequest { Expected = seen }, call.Cancellation);
        if (answer.Files > 0)
        {
            announce(call.Version);
        }

        return pages.Done(call, context, context.Links.AfterPublish(call.Version, answer.Files), answer.Warning);
    }

    private async Task<PageContent?> DiscardAsync(Call call, PageContext context)
    {
        var seen = await BeginAsync(call);
        var answer = await store.DiscardAsync(call.Version, seen, call.Cancellation);
        return pages.Done(call, context, context.Links.AfterDiscard(call.Version, answer.Files), answer.Warning);
    }

    /// <summary>
    /// Insists that what waits is still what was on the page. It is named to the store, file by file: what comes after this look is not
    /// touched either.
    /// </summary>
    private async Task<IReadOnlyList<ExpectedFile>> BeginAsync(Call call)
    {
        var form = await PageForm.ReadAsync(call, sessions, PageSessions.Cookie);
        await window.RequireOpenAsync(call, call.Version);
        var files = await store.Service.ListFilesAsync(call.Version, includeUnpublished: true, call.Cancellation);
        SeenFiles.Require(form, call.Version, files.Unpublished);
        return [.. files.Unpublished.Select(file => new ExpectedFile(file.Path, file.Sha256!))];
    }

    /// <summary>A browser brings its session along only to the pages, and not to the addresses that programs use.</summary>
    private async Task<PageContent?> SendAsync(Call call, PageContext context)
    {
        await downloads.DownloadAsync(call);
        return null;
    }
}
