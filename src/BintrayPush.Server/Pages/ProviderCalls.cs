using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.SignIn;

namespace BintrayPush.Server.Pages;

/// <summary>
/// Signing in to the web pages by a provider of identities: the browser is sent there, and comes back with a code. It is sent nowhere but
/// to the provider and to the first page.
/// </summary>
internal sealed partial class ProviderCalls(
    Provider provider,
    ProviderCheck check,
    PageSessions sessions,
    PageHandling pages,
    GuessLimit limit,
    bool forwarded,
    TimeProvider time,
    ILogger<ProviderCalls> logger)
{
    /// <summary>What the browser keeps of an attempt.</summary>
    private const string Cookie = "bintray-attempt";

    private const string Callback = "/callback";
    private const string Refused = "You could not be signed in. Try again; if that does not help, the log of the server says why.";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public IEnumerable<CallRoute> Routes =>
    [
        new("GET", PageLinks.Place + PageLinks.ProviderPath, Needs.Nothing, call => pages.AnswerOpenAsync(call, BeginAsync)),
        new("GET", PageLinks.Place + PageLinks.ProviderPath + Callback, Needs.Nothing, call => pages.AnswerOpenAsync(call, EndAsync)),
    ];

    private async Task<PageContent?> BeginAsync(Call call, PageContext context)
    {
        var until = (time.GetUtcNow() + Patience).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var kept = $"{until}.{PageSessions.Nonce()}";
        try
        {
            var address = await provider.AddressOfAsync(await AttemptOfAsync(kept, call, context), call.Cancellation);
            // The provider's page leads back here, and a browser sends no strict cookie then.
            pages.SetCookie(call, Cookie, kept, Patience, SameSiteMode.Lax);
            call.Http.Response.StatusCode = StatusCodes.Status303SeeOther;
            call.Http.Response.Headers.Location = address;
            call.Http.Response.Headers.CacheControl = "no-store";
            call.Http.Response.ContentLength = 0;
            return null;
        }
        catch (FormatException fault)
        {
            return Refuse(context, fault.Message);
        }
    }

    private async Task<PageContent?> EndAsync(Call call, PageContext context)
    {
        var kept = call.Http.Request.Cookies[Cookie] ?? "";
        pages.SetCookie(call, Cookie, "", TimeSpan.Zero, SameSiteMode.Lax);
        var attempt = await AttemptOfAsync(kept, call, context);
        if (!IsCurrent(kept) || !AreEqual(attempt.State, call.Query["state"]))
        {
            return Refuse(context, "the answer belongs to no attempt of this browser (state), or to one that is too old");
        }

        if (call.Query["iss"] is { } issuer && issuer != provider.Issuer)
        {
            return Refuse(context, $"the answer is of '{LogText.Shorten(issuer)}' (iss)");
        }

        if (call.Query["code"] is not { Length: > 0 } code)
        {
            return Refuse(context, $"the provider said no: {LogText.Shorten(call.Query["error"] ?? "no code")}");
        }

        // Each costs the provider a question.
        var address = CallerAddress.Of(call.Http, forwarded);
        limit.Begin(address);
        try
        {
            var token = await provider.RedeemAsync(code, attempt, call.Cancellation);
            var (user, expires) = await check.FindUserAsync(token, attempt.Nonce, call.Cancellation);
            limit.TakeBack(address);
            var (session, lifetime) = await sessions.BeginAsync(user, expires, call.Cancellation);
            pages.SetCookie(call, PageSessions.Cookie, session, lifetime, SameSiteMode.Strict);
            SignedIn(user.Name);
            // Not a redirect: what began at another site brings no strict cookie along, and what begins on this page does.
            call.Http.Response.Headers["Refresh"] = $"0; url={context.Links.Home}";
            return PageHandling.Message(context, StatusCodes.Status200OK, "Signed in", $"You are signed in as {user.Name}.");
        }
        catch (FormatException fault)
        {
            return Refuse(context, fault.Message);
        }
    }

    private async Task<SignInAttempt> AttemptOfAsync(string kept, Call call, PageContext context)
    {
        return new(
            await DeriveAsync("state"),
            await DeriveAsync("nonce"),
            await DeriveAsync("verifier"),
            $"{context.Links.Server}/{PageLinks.Place}{PageLinks.ProviderPath}{Callback}");

        Task<string> DeriveAsync(string purpose) => sessions.FormTokenAsync($"{purpose}\n{kept}", call.Cancellation);
    }

    private bool IsCurrent(string kept) =>
        long.TryParse(kept.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            && until > time.GetUtcNow().ToUnixTimeMilliseconds();

    private static bool AreEqual(string expected, string? shown) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(shown ?? ""));

    private PageContent Refuse(PageContext context, string reason)
    {
        NotSignedIn(LogText.Clean(reason));
        return PageHandling.Message(context, StatusCodes.Status403Forbidden, "Not signed in", Refused);
    }

    [LoggerMessage(52, LogLevel.Information, "'{User}' signed in to the pages by the provider")]
    private partial void SignedIn(string user);

    [LoggerMessage(53, LogLevel.Warning, "Signing in to the pages by the provider was refused: {Reason}")]
    private partial void NotSignedIn(string reason);
}
