using BintrayPush.Server.Access;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Pages;

/// <summary>Signing in to the web pages, and out again.</summary>
internal sealed class SignInCalls(PageSessions sessions, PageHandling pages, string? provider)
{
    /// <summary>The cookie for which the form was made, as long as nobody is signed in.</summary>
    private const string FormCookie = "bintray-form";

    public IEnumerable<CallRoute> Routes =>
    [
        new("GET", PageLinks.Place + "/sign-in", Needs.Nothing, call => pages.AnswerOpenAsync(call, ShowAsync)),
        Form("/sign-in", SignInAsync),
        Form("/sign-out", SignOutAsync),
    ];

    private CallRoute Form(string path, Func<Call, PageContext, Task<PageContent?>> answer) =>
        new("POST", PageLinks.Place + path, Needs.Nothing, call => pages.AnswerOpenAsync(call, answer)) { ChangesNothing = true };

    private Task<PageContent?> ShowAsync(Call call, PageContext context) => FormAsync(call, context, fault: null);

    private async Task<PageContent?> SignInAsync(Call call, PageContext context)
    {
        var form = await PageForm.ReadAsync(call, sessions, FormCookie);
        if (await sessions.BeginAsync(call.Http, form["user"].ToString().Trim(), form["key"].ToString().Trim()) is not { } session)
        {
            return await FormAsync(call, context, "No user has this name and this key.");
        }

        Set(call, PageSessions.Cookie, session, PageSessions.Lifetime);
        Set(call, FormCookie, "", TimeSpan.Zero);
        pages.Lead(call, context.Links.Home);
        return null;
    }

    private async Task<PageContent?> SignOutAsync(Call call, PageContext context)
    {
        await PageForm.ReadAsync(call, sessions, PageSessions.Cookie);
        Set(call, PageSessions.Cookie, "", TimeSpan.Zero);
        pages.Lead(call, context.Links.Home);
        return null;
    }

    private async Task<PageContent?> FormAsync(Call call, PageContext context, string? fault)
    {
        // Another window of the same browser may show a form, too.
        var nonce = call.Http.Request.Cookies[FormCookie] is { Length: > 0 } known ? known : PageSessions.Nonce();
        Set(call, FormCookie, nonce, PageSessions.Lifetime);
        return new(typeof(SignInPage), new()
        {
            [nameof(SignInPage.Context)] = context,
            [nameof(SignInPage.Token)] = await sessions.FormTokenAsync(nonce, call.Cancellation),
            [nameof(SignInPage.Fault)] = fault,
            [nameof(SignInPage.Provider)] = provider,
        })
        {
            Status = fault is null ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden,
        };
    }

    private void Set(Call call, string name, string value, TimeSpan lifetime) =>
        pages.SetCookie(call, name, value, lifetime, SameSiteMode.Strict);
}
