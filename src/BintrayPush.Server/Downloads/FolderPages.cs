using System.Net;
using System.Security.Cryptography;
using System.Text;
using BintrayPush.Server.Access;
using BintrayPush.Server.Files;
using BintrayPush.Server.Http;
using BintrayPush.Storage;

namespace BintrayPush.Server.Downloads;

/// <summary>
/// Pages that list a folder below <c>/dl</c>, in the form of the original service, because scripts read them (protocol reference,
/// section 13): one line <c>&lt;pre&gt;&lt;a onclick="navi(event)" href=":NAME" rel="nofollow"&gt;NAME&lt;/a&gt;&lt;/pre&gt;</c> for
/// each entry, and <c>NAME/</c> for a folder. Only what is published is listed.
/// </summary>
internal sealed class FolderPages(IServerStore store, RepositoryFacts facts, AccessRules access, DownloadCalls downloads)
{
    /// <summary>The colon before each name keeps crawlers out; a click takes it off again. The name stays below this folder.</summary>
    private const string Script = "function navi(e){location.href='./'+e.target.getAttribute('href').substring(1);e.preventDefault();}";

    private const string Handler = "navi(event)";

    /// <summary>Only the page's own two lines of script run, whatever a name may hold.</summary>
    private static readonly string Policy =
        $"default-src 'none'; script-src 'unsafe-hashes' '{HashOf(Script)}' '{HashOf(Handler)}'; base-uri 'none'; form-action 'none'";

    private readonly FolderEntries _entries = new(store);

    /// <summary>Takes the place of the plain download below <c>/dl</c>.</summary>
    public IEnumerable<CallRoute> Routes => [new("GET", "dl/{subject}/{repo}/{path*}", Needs.Download, GetAsync)];

    private async Task GetAsync(Call call)
    {
        if (call.Target.EndsInSlash)
        {
            await SendPageAsync(call);
            return;
        }

        if (call.Rest.Length == 0)
        {
            call.Http.Response.Redirect($"./{NameInUrl(call["repo"])}/");
            return;
        }

        try
        {
            await downloads.RedirectOrDownloadAsync(call);
        }
        catch (BintrayException missing) when (missing.Status == BintrayException.NotFound)
        {
            // The entries of a page are named relative to the folder, so its address must end in a slash. With "./" no name is a scheme.
            // Only where that is quickly found out: clients ask for many files that are not there.
            if (call.Http.Response.HasStarted || !await IsPublicFolderAsync(call))
            {
                throw;
            }

            call.Http.Response.Redirect($"./{NameInUrl(call.Rest[^1])}/");
        }
    }

    private async Task SendPageAsync(Call call)
    {
        // The signed address of a file opens that file, and no folder.
        await access.RequireAsync(call, Needs.Read);
        var entries = await ListAsync(call) ?? throw Refusal.NoRepository(call.Repository.Name);
        if (entries.Count == 0 && call.Rest.Length > 0)
        {
            throw Refusal.NoFile(call.RestOfPath);
        }

        var page = Encoding.UTF8.GetBytes(PageOf(entries));
        var response = call.Http.Response;
        response.ContentType = "text/html;charset=utf-8";
        response.ContentLength = page.Length;
        response.Headers.CacheControl = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = Policy;
        if (!HttpMethods.IsHead(call.Http.Request.Method))
        {
            await response.Body.WriteAsync(page, call.Cancellation);
        }
    }

    private async Task<bool> IsPublicFolderAsync(Call call) =>
        await _entries.ListPlainAsync(call.Repository, call.Rest, call.Cancellation) is { Count: > 0 }
        && await facts.FindAsync(call.Repository, call.Cancellation) is { IsPrivate: false };

    private async Task<IReadOnlyCollection<string>?> ListAsync(Call call) =>
        await facts.FindAsync(call.Repository, call.Cancellation) is { IsPrivate: var isPrivate }
            ? await _entries.ListAsync(call.Repository, call.Rest, isPrivate, call.Cancellation)
            : null;

    private static string PageOf(IEnumerable<string> entries)
    {
        var page = new StringBuilder("<html>\n<head>\n<script>").Append(Script).Append("</script>\n</head>\n<body>\n");
        foreach (var entry in entries)
        {
            page.Append("<pre><a onclick=\"").Append(Handler).Append("\" href=\":").Append(NameInUrl(entry)).Append("\" rel=\"nofollow\">")
                .Append(WebUtility.HtmlEncode(entry)).Append("</a></pre>\n");
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    /// <summary>
    /// A name, perhaps with its last slash, as a part of a URL. What may stand in a URL and means nothing to this server or to HTML
    /// stays as it is: scripts cut names out of the links.
    /// </summary>
    private static string NameInUrl(string name)
    {
        const string Kept = "-._~!$()*+,:@=/";
        var text = new StringBuilder();
        foreach (var one in Encoding.UTF8.GetBytes(name))
        {
            var c = (char)one;
            _ = char.IsAsciiLetterOrDigit(c) || Kept.Contains(c) ? text.Append(c) : text.Append('%').Append(Convert.ToHexString([one]));
        }

        return text.ToString();
    }

    private static string HashOf(string script) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
}
