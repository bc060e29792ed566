using BintrayPush.Server.Http;

namespace BintrayPush.Server.Pages;

/// <summary>
/// The web pages (docs/pages.md). Everybody sees there what the calls of the API would answer them; what they may not know of is not
/// there, in the same words as what does not exist.
/// </summary>
internal sealed class PageCalls(PageHandling pages, CatalogPages catalog, PackagePages packages)
{
    private const string Browse = "/browse/{subject}";

    public IEnumerable<CallRoute> Routes =>
    [
        new("GET", "", Needs.Nothing, LeadToPages),
        PageFile.Style.Route,
        PageFile.Icon.Route,
        Page("", Needs.Nothing, catalog.HomeAsync),
        Page("/search", Needs.Nothing, catalog.SearchAsync),
        Page(Browse, Needs.Nothing, catalog.SubjectAsync),
        Page(Browse + "/{repo}", Needs.Read, catalog.RepositoryAsync),
        Page(Browse + "/{repo}/{package}", Needs.Read, packages.PackageAsync),
        Page(Browse + "/{repo}/{package}/{version}", Needs.Read, packages.VersionAsync),
        Page("/{path*}", Needs.Nothing, (call, _) => throw Refusal.NoRoute(call.Target.Shown)),
    ];

    private CallRoute Page(string path, Needs needs, Func<Call, PageContext, Task<PageContent?>> make) =>
        pages.Route("GET", path, needs, make);

    /// <summary>For browsers alone: programs that try the root are told as before that nothing is there.</summary>
    private Task LeadToPages(Call call)
    {
        var isBrowser = call.Http.Request.Headers.Accept.Any(types => types?.Contains("text/html", StringComparison.Ordinal) == true);
        if (!isBrowser || call.Target.Shown.Trim('/').Length > 0)
        {
            throw Refusal.NoRoute(call.Target.Shown);
        }

        pages.Lead(call, pages.LinksOf(call).Home);
        return Task.CompletedTask;
    }
}
