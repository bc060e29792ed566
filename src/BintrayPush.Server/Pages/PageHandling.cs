using BintrayPush.Server.Access;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Pages;

/// <summary>
/// How a page is answered: with the rights of the API, and with a page also where there is nothing to see. What somebody may not know of
/// is answered as what does not exist.
/// </summary>
internal sealed class PageHandling(AccessRules access, PageSessions sessions, FeedAddress addresses, ServerSettings settings)
{
    private readonly string _root = FailurePages.RootOf(settings);

    /// <summary>A route to a page, or to what a form of one does.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The pattern below the place of all pages; it begins with a slash, unless it is that place.</param>
    /// <param name="needs">The rights.</param>
    /// <param name="make">See <see cref="AnswerAsync"/>.</param>
    /// <param name="changesNothing">See <see cref="CallRoute.ChangesNothing"/>.</param>
    public CallRoute Route(
        string method, string path, Needs needs, Func<Call, PageContext, Task<PageContent?>> make, bool changesNothing = false) =>
        new(method, PageLinks.Place + path, Needs.Nothing, call => AnswerAsync(call, needs, make)) { ChangesNothing = changesNothing };

    /// <summary>
    /// Answers a call for which somebody must be let in. The rights are looked at here, so that who has none gets a page, too.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="needs">The rights.</param>
    /// <param name="make">Makes the page; <see langword="null"/> if the call is answered already.</param>
    public async Task AnswerAsync(Call call, Needs needs, Func<Call, PageContext, Task<PageContent?>> make)
    {
        if (call.Caller.IsAnonymous && !settings.AnonymousRead)
        {
            Lead(call, LinksOf(call).SignIn);
            return;
        }

        await AnswerOpenAsync(call, async (_, context) =>
        {
            await access.RequireAsync(call, needs);
            return await make(call, context);
        });
    }

    /// <summary>Answers a call that anybody may make.</summary>
    public async Task AnswerOpenAsync(Call call, Func<Call, PageContext, Task<PageContent?>> make)
    {
        var context = await ContextOfAsync(call);
        PageContent? page;
        try
        {
            page = await make(call, context);
        }
        catch (BintrayException refusal) when (refusal.Status is BintrayException.NotFound or BintrayException.Unauthorized)
        {
            page = FailurePages.NothingHere(context);
        }
        catch (BintrayException refusal) when (refusal.Status is >= 400 and < 500)
        {
            Failures.TellWait(call.Http, refusal);
            page = FailurePages.Of(context, refusal.Status, refusal.Message, refusal, request: null);
        }
        catch (FormatException)
        {
            // Nothing can have such a name.
            page = FailurePages.NothingHere(context);
        }

        if (page is not null)
        {
            await PageAnswer.SendAsync(call.Http, page);
        }
    }

    /// <summary>
    /// Sends a browser to another page, which it asks for with GET. Where the server has a public address the whole of it is said: a proxy
    /// that puts its own path before those of the API would do that here once more.
    /// </summary>
    public void Lead(Call call, string address)
    {
        call.Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        call.Http.Response.Headers.Location = settings.PublicUrl?.GetLeftPart(UriPartial.Authority) + address;
        call.Http.Response.Headers.CacheControl = "no-store";
        call.Http.Response.ContentLength = 0;
    }

    /// <summary>Leads back to a page once something is done, unless there is something to say that would be lost on the way.</summary>
    public PageContent? Done(Call call, PageContext context, string back, string? warning)
    {
        if (warning is not null)
        {
            return Message(context, StatusCodes.Status200OK, "Done, with a warning", warning);
        }

        Lead(call, back);
        return null;
    }

    /// <summary>Sets a cookie that only this server reads, and no script does.</summary>
    public void SetCookie(Call call, string name, string value, TimeSpan lifetime, SameSiteMode sameSite) =>
        call.Http.Response.Cookies.Append(name, value, new()
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = lifetime,
            Path = LinksOf(call).Home,
            SameSite = sameSite,
            Secure = IsSecure(call),
        });

    public PageLinks LinksOf(Call call) => new(_root, addresses.ServerOf(call));

    /// <summary>Whether browsers reach this server by TLS.</summary>
    public bool IsSecure(Call call) => call.Http.Request.IsHttps || settings.PublicUrl?.Scheme == Uri.UriSchemeHttps;

    /// <summary>Who shows a key with each request has no session, and no forms.</summary>
    private async Task<PageContext> ContextOfAsync(Call call)
    {
        var request = call.Http.Request;
        var hasSession = !call.Caller.IsAnonymous && request.Headers.Authorization.Count == 0;
        var token = hasSession && request.Cookies[PageSessions.Cookie] is { } session
            ? await sessions.FormTokenAsync(session, call.Cancellation)
            : null;
        return new PageContext(LinksOf(call), call.Caller.Name, token);
    }

    /// <summary>A page with a message and nothing else.</summary>
    public static PageContent Message(PageContext context, int status, string title, string text) => new(typeof(MessagePage), new()
    {
        [nameof(MessagePage.Context)] = context,
        [nameof(MessagePage.Title)] = title,
        [nameof(MessagePage.Text)] = text,
    })
    {
        Status = status,
    };
}
