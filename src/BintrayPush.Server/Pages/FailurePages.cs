using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Pages;

/// <summary>What people see in the place of a page that cannot be shown: what happened, what to do, and by what the log knows it.</summary>
internal static class FailurePages
{
    /// <summary>Whether a target is one of the pages.</summary>
    public static bool IsFor(string rawTarget) =>
        RequestTarget.ShownOf(rawTarget).Split('/', StringSplitOptions.RemoveEmptyEntries) is [PageLinks.Place, ..];

    /// <summary>What the path of everything on this server begins with, behind a proxy.</summary>
    public static string RootOf(ServerSettings settings) => settings.PublicUrl?.AbsolutePath.TrimEnd('/') ?? "";

    /// <summary>
    /// Answers what failed on the way to a page, or in making it, if an answer is still possible. The store may be what fails, so this asks
    /// it nothing.
    /// </summary>
    public static async Task AnswerAsync(
        HttpContext http, ServerSettings settings, Caller caller, int status, string message, BintrayException? refusal)
    {
        if (Failures.Begin(http, status, refusal))
        {
            var context = new PageContext(new PageLinks(RootOf(settings), ""), caller.Name, FormToken: null);
            var request = Failures.IsOurs(status) ? http.TraceIdentifier : null;
            await PageAnswer.SendAsync(http, Of(context, status, message, refusal, request));
        }
    }

    /// <summary>There is nothing at an address, or nothing for this reader: in the same words.</summary>
    public static PageContent NothingHere(PageContext context) => PageHandling.Message(
        context,
        StatusCodes.Status404NotFound,
        "Nothing here",
        "There is nothing at this address, or it may be seen only by others.");

    /// <summary>The page of a failure.</summary>
    /// <param name="context">What every page knows.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="message">What happened, as the caller may know it.</param>
    /// <param name="refusal">The refusal, if it is one.</param>
    /// <param name="request">By what the log knows the request, if it says more.</param>
    public static PageContent Of(PageContext context, int status, string message, BintrayException? refusal, string? request)
    {
        if (status == StatusCodes.Status404NotFound)
        {
            return NothingHere(context);
        }

        var page = PageHandling.Message(context, status, TitleOf(status), refusal?.Hint ?? message);
        page.Parameters[nameof(MessagePage.Advice)] = AdviceOf(status, refusal?.RetryAfter);
        page.Parameters[nameof(MessagePage.Request)] = request;
        return page;
    }

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status429TooManyRequests => "Too many requests",
        StatusCodes.Status503ServiceUnavailable => "Not possible at the moment",
        >= StatusCodes.Status500InternalServerError => "The server failed",
        _ => "This is not possible",
    };

    private static string? AdviceOf(int status, TimeSpan? wait)
    {
        var when = wait is { } time ? $"in {ShownText.Counted((long)Math.Ceiling(time.TotalSeconds), "second")}" : "in a minute";
        return status switch
        {
            StatusCodes.Status429TooManyRequests => $"Load this page again {when}.",
            >= StatusCodes.Status500InternalServerError =>
                $"Load this page again {when}. If it is the same then, tell whoever runs this server, and name the request below: the log "
                    + "of the server says there what happened.",
            _ => null,
        };
    }
}
