using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.Users;
using BintrayPush.Storage;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Pages;

/// <summary>
/// What a sweep would clear away. It is about the whole store, so it is for those who are admins of all subjects in it; for others there is
/// no such page. One look at a time, and nobody waits for it longer than a limit.
/// </summary>
internal sealed class SweepPages(IServerStore store, UserRecords users, PageHandling pages, PageSessions sessions, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private int _looking;

    public IEnumerable<CallRoute> Routes =>
    [
        pages.Route("GET", "/sweep", Needs.Nothing, ShowAsync),
        // It is a question, and changes nothing: also a server that may not write answers it.
        pages.Route("POST", "/sweep", Needs.Nothing, LookAsync, changesNothing: true),
    ];

    /// <summary>Whether somebody is an admin of all subjects that anything is known of.</summary>
    public async Task<bool> MayLookAsync(Call call)
    {
        if (call.Caller.IsAnonymous)
        {
            return false;
        }

        var subjects = (await users.ListAsync(call.Cancellation)).SelectMany(user => user.Roles.Keys)
            .Concat(await store.ListPublicSubjectsAsync(call.Cancellation)).Distinct().ToArray();
        return subjects.Length > 0 && subjects.All(subject => call.Caller.RoleOn(subject) == Role.Admin);
    }

    private async Task<PageContent?> ShowAsync(Call call, PageContext context)
    {
        await RequireAsync(call);
        return PageOf(context, report: null);
    }

    private async Task<PageContent?> LookAsync(Call call, PageContext context)
    {
        await PageForm.ReadAsync(call, sessions, PageSessions.Cookie);
        await RequireAsync(call);
        if (Interlocked.Exchange(ref _looking, 1) == 1)
        {
            throw new BintrayException(BintrayException.TooMany, "somebody else looks at this moment; try again in half a minute")
            {
                RetryAfter = Limit,
            };
        }

        // Not of this request: whoever does not wait for it must not begin another one before it has ended.
        var look = Task.Run(SweepAsync, CancellationToken.None);
        try
        {
            return PageOf(context, await look.WaitAsync(Limit, time, call.Cancellation));
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException && !call.Cancellation.IsCancellationRequested)
        {
            return PageHandling.Message(
                context,
                StatusCodes.Status200OK,
                "This takes too long for a page",
                $"The store was not looked through within {Limit.TotalSeconds} seconds. 'bintray-server sweep' takes the time that it "
                    + "needs, and changes nothing without --delete.");
        }
    }

    private async Task<SweepReport> SweepAsync()
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            return await store.SweepAsync(SweepOptions.Preview, limit.Token);
        }
        finally
        {
            Interlocked.Exchange(ref _looking, 0);
        }
    }

    private async Task RequireAsync(Call call)
    {
        if (!await MayLookAsync(call))
        {
            throw Refusal.NoRoute(call.Target.Shown);
        }
    }

    private static PageContent PageOf(PageContext context, SweepReport? report) => new(typeof(SweepPage), new()
    {
        [nameof(SweepPage.Context)] = context,
        [nameof(SweepPage.Report)] = report,
    });
}
