using System.Diagnostics;
using BintrayPush.Server.Access;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Server.Metrics;
using BintrayPush.Server.Pages;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Users;
using Microsoft.AspNetCore.Connections.Features;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// The way of every request: read the target, find out who calls, find the route, check the rights, and only then the call itself.
/// </summary>
internal sealed class Dispatcher(
    Router router,
    Authentication authentication,
    AccessRules access,
    RateHeaders rates,
    ServerHeader announcement,
    RequestRate? rate,
    RequestMeter? meter,
    ServerSettings settings,
    RequestLog log,
    PageSessions? sessions)
{
    private readonly JsonBodies _bodies = new(settings.MaxJsonBytesAtOnce);

    public async Task HandleAsync(HttpContext http, string rawTarget)
    {
        var started = Stopwatch.GetTimestamp();
        var caller = Caller.Anonymous;
        CallRoute? route = null;
        RequestTarget? target = null;
        Exception? failure = null;
        var status = 0;
        announcement.Add(http);
        try
        {
            RefuseTwoLengths(http);
            target = RequestTarget.Parse(rawTarget);
            caller = await authentication.FindCallerAsync(http, target);
            if (caller.IsAnonymous && sessions is not null && target.Segments is [PageLinks.Place, ..])
            {
                caller = await sessions.FindCallerAsync(http);
            }

            rate?.Count(http, caller);
            (route, var values) = router.Find(http.Request.Method, target);
            var call = new Call(http, target, caller, values, settings, _bodies);
            rates.Add(call, values);
            await access.RequireAsync(call, route.Needs);
            if (settings.ReadOnly && route.Changes)
            {
                throw Refusal.ReadOnly();
            }

            await route.Handle(call);
        }
        catch (Exception exception)
        {
            failure = exception;
            (status, var message) = Failures.Of(exception, http);
            if (status == StatusCodes.Status405MethodNotAllowed && target is not null)
            {
                TellMethods(http, target);
            }

            await AnswerAsync(http, rawTarget, caller, route, status, message, exception as BintrayException);
        }

        var took = Stopwatch.GetElapsedTime(started);
        // What the log says, too: half of an answer may be on its way when the disk fails or the receiver goes.
        var isCutOff = Failures.IsOurs(status) || status == StatusCodes.Status499ClientClosedRequest;
        meter?.Answered(http, route, caller, isCutOff ? status : http.Response.StatusCode, took);
        log.Write(http, target?.Shown ?? RequestTarget.ShownOf(rawTarget), caller, took, failure, status);
    }

    /// <summary>As late as can be: making the answer clears what was said before.</summary>
    private void TellMethods(HttpContext http, RequestTarget target) => http.Response.OnStarting(() =>
    {
        http.Response.Headers.Allow = router.MethodsAt(target);
        return Task.CompletedTask;
    });

    /// <summary>
    /// A request with two lengths is the tool of smugglers (RFC 9112, 6.3): a proxy in front of this server may have believed the other
    /// one. Kestrel believes the chunks and renames the number; nothing else that comes on such a connection can be trusted.
    /// </summary>
    private static void RefuseTwoLengths(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers.TransferEncoding.Count > 0 && (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length")))
        {
            http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            throw Refusal.TwoLengths();
        }
    }

    private Task AnswerAsync(
        HttpContext http, string rawTarget, Caller caller, CallRoute? route, int status, string? message, BintrayException? refusal)
    {
        if (message is null)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        if (sessions is not null && FailurePages.IsFor(rawTarget))
        {
            return FailurePages.AnswerAsync(http, settings, caller, status, message, refusal);
        }

        // HEAD knows only "there" and "not there": JFrog CLI gives up on anything else (protocol reference 16.4, 19.2).
        var isQuestion = HttpMethods.IsHead(http.Request.Method) && route is { IsCatalog: true };
        FeedReason.Tell(http, rawTarget, message);
        var shown = isQuestion && status < 500 && status != StatusCodes.Status429TooManyRequests ? StatusCodes.Status404NotFound : status;
        return Failures.AnswerAsync(http, shown, message, refusal, FailureForms.For(http.Request, rawTarget));
    }
}
