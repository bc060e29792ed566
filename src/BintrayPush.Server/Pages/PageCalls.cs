using BintrayPush.Server.Access;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Server.Search;
using BintrayPush.Server.Settings;
using BintrayPush.Storage;

namespace BintrayPush.Server.Pages;

/// <summary>
/// The web pages (docs/pages.md). Everybody sees there what the calls of the API would answer them; what they may not know of is not
/// there, in the same words as what does not exist.
/// </summary>
internal sealed class PageCalls(
    IServerStore store, AccessRules access, VisibleCatalog catalog, FeedAddress addresses, ServerSettings settings)
{
    private const string Browse = PageLinks.Place + "/browse/{subject}";

    private readonly CatalogPages _pages = new(store, access, catalog, addresses);
    private readonly PackagePages _packages = new(store, addresses);
    private readonly string _root = settings.PublicUrl?.AbsolutePath.TrimEnd('/') ?? "";

    public IEnumerable<CallRoute> Routes =>
    [
        new("GET", "", Needs.Nothing, LeadToPages),
        Page("", _pages.HomeAsync),
        Page("/search", _pages.SearchAsync),
        new("GET", PageLinks.Place + "/style.css", Needs.Nothing, StyleSheet.SendAsync),
        new("GET", Browse, Needs.Nothing, call => AnswerAsync(call, Needs.Nothing, _pages.SubjectAsync)),
        new("GET", Browse + "/{repo}", Needs.Nothing, call => AnswerAsync(call, Needs.Read, _pages.RepositoryAsync)),
        new("GET", Browse + "/{repo}/{package}", Needs.Nothing, call => AnswerAsync(call, Needs.Read, _packages.PackageAsync)),
        new("GET", Browse + "/{repo}/{package}/{version}", Needs.Nothing, call => AnswerAsync(call, Needs.Read, _packages.VersionAsync)),
        Page("/{path*}", (call, _) => throw Refusal.NoRoute(call.Target.Shown)),
    ];

    private CallRoute Page(string path, Func<Call, PageContext, Task<PageContent>> make) =>
        new("GET", PageLinks.Place + path, Needs.Nothing, call => AnswerAsync(call, Needs.Nothing, make));

    /// <summary>For browsers alone: programs that try the root are told as before that nothing is there.</summary>
    private Task LeadToPages(Call call)
    {
        var isBrowser = call.Http.Request.Headers.Accept.Any(types => types?.Contains("text/html", StringComparison.Ordinal) == true);
        if (!isBrowser || call.Target.Shown.Trim('/').Length > 0)
        {
            throw Refusal.NoRoute(call.Target.Shown);
        }

        call.Http.Response.Redirect(LinksOf(call).Home);
        return Task.CompletedTask;
    }

    /// <summary>The rights are looked at here, and not before the call: who may not see a page gets one, too.</summary>
    private async Task AnswerAsync(Call call, Needs needs, Func<Call, PageContext, Task<PageContent>> make)
    {
        var context = new PageContext(LinksOf(call), call.Caller.Name);
        PageContent page;
        try
        {
            if (call.Caller.IsAnonymous && !settings.AnonymousRead)
            {
                throw Refusal.Unauthenticated();
            }

            await access.RequireAsync(call, needs);
            page = await make(call, context);
        }
        catch (BintrayException refusal) when (refusal.Status is BintrayException.NotFound or BintrayException.Unauthorized)
        {
            page = MessagePageOf(call, context);
        }
        catch (FormatException)
        {
            // Nothing can have such a name.
            page = MessagePageOf(call, context);
        }

        await PageAnswer.SendAsync(call, page);
    }

    /// <summary>
    /// Where nobody sees anything without a key, browsers are asked for one. Elsewhere a private repository looks like none.
    /// </summary>
    private PageContent MessagePageOf(Call call, PageContext context)
    {
        var isClosed = call.Caller.IsAnonymous && !settings.AnonymousRead;
        if (isClosed)
        {
            call.Http.Response.Headers.WWWAuthenticate = Refusal.Challenge;
        }

        return new(typeof(MessagePage), new()
        {
            [nameof(MessagePage.Context)] = context,
            [nameof(MessagePage.Title)] = isClosed ? "Sign in" : "Nothing here",
            [nameof(MessagePage.Text)] = isClosed
                ? "This server shows its repositories only to its users: sign in with your user name and an API key."
                : "There is nothing at this address, or it may be seen only by others.",
        })
        {
            Status = isClosed ? StatusCodes.Status401Unauthorized : StatusCodes.Status404NotFound,
        };
    }

    private PageLinks LinksOf(Call call) => new(_root, addresses.ServerOf(call));
}
