using System.Globalization;
using BintrayPush.Server.Http;
using Microsoft.AspNetCore.Connections.Features;

namespace BintrayPush.Server.Rehearsal;

/// <summary>
/// Makes the faults of a menu, for people who try out what their builds do then. Every answer says in a header that faults are on, and each
/// fault is a line in the log.
/// </summary>
internal sealed partial class FaultyCalls(FaultMenu menu, TimeProvider time, ILogger<FaultyCalls> logger)
{
    /// <summary>The header on every answer.</summary>
    public const string Header = "X-Bintray-Rehearsal";

    /// <summary>Before a connection is cut, for what was sent to leave the machine.</summary>
    private static readonly TimeSpan LastBytes = TimeSpan.FromMilliseconds(100);

    private readonly FaultTurns _turns = new(menu);
    private readonly HiddenAddresses _hidden = new(time);

    /// <summary>Says in the log that faults are on.</summary>
    public void Announce(string file) => On(menu.Faults.Count, LogText.Clean(file));

    /// <summary>Answers a request, with the faults whose turn it is.</summary>
    /// <param name="http">The request.</param>
    /// <param name="rawTarget">Its target.</param>
    /// <param name="answer">Answers it as it should be.</param>
    public async Task HandleAsync(HttpContext http, string rawTarget, Func<Task> answer)
    {
        var method = http.Request.Method;
        var path = PathOf(rawTarget);
        var faults = path is null ? [] : _turns.Take(method, path);
        var names = new List<string>(faults.Select(fault => fault.Name));
        http.Response.OnStarting(() =>
        {
            http.Response.Headers[Header] = names.Count == 0 ? "on" : string.Join(", ", names);
            return Task.CompletedTask;
        });
        var shown = LogText.Clean(RequestTarget.ShownOf(rawTarget));
        foreach (var fault in faults)
        {
            Made(LogText.Clean(method), shown, fault.Name, WordsOf(fault));
        }

        foreach (var delay in faults.Where(fault => fault.Kind == FaultKind.Delay))
        {
            if (delay.IsAfter)
            {
                http.Response.OnStarting(() => Task.Delay(delay.Time!.Value, time, http.RequestAborted));
            }
            else
            {
                await Task.Delay(delay.Time!.Value, time, http.RequestAborted);
            }
        }

        var chosen = faults.FirstOrDefault(fault => fault.Kind != FaultKind.Delay);
        if (chosen is not null)
        {
            await MakeAsync(http, chosen, answer);
        }
        else if (path is not null && await IsHiddenAsync(http, path, answer) is { } lag)
        {
            names.Add(lag.Name);
            Made(LogText.Clean(method), shown, lag.Name, WordsOf(lag));
            await Failures.AnswerAsync(
                http, StatusCodes.Status404NotFound, Refusal.NoRoute(shown).Message, null, FailureForms.For(http.Request, rawTarget));
        }
        else
        {
            await answer();
        }
    }

    private static async Task MakeAsync(HttpContext http, Fault fault, Func<Task> answer)
    {
        switch (fault.Kind)
        {
            case FaultKind.Answer when fault.IsAfter:
                await DropAsync(http, answer);
                await FaultAnswer.SendAsync(http, fault);
                break;
            case FaultKind.Answer:
                await FaultAnswer.SendAsync(http, fault);
                break;
            case FaultKind.Reset:
                await ResetAsync(http, fault, answer);
                break;
            default:
                await ShortenAsync(http, fault, answer);
                break;
        }
    }

    /// <summary>The work is done, and nobody hears of it.</summary>
    private static async Task DropAsync(HttpContext http, Func<Task> answer)
    {
        var body = http.Response.Body;
        http.Response.Body = Stream.Null;
        try
        {
            await answer();
        }
        finally
        {
            http.Response.Body = body;
        }
    }

    private static async Task ShortenAsync(HttpContext http, Fault fault, Func<Task> answer)
    {
        var body = http.Response.Body;
        var shortened = new ShortBody(http.Response, body, fault.Bytes, isLengthTrue: fault.Kind == FaultKind.Shorten);
        http.Response.Body = shortened;
        try
        {
            await answer();
            await http.Response.CompleteAsync();
        }
        finally
        {
            http.Response.Body = body;
        }

        if (fault.Kind == FaultKind.Cut && shortened.IsShort)
        {
            await body.FlushAsync(http.RequestAborted);
            await Task.Delay(LastBytes, http.RequestAborted);
            Reset(http);
        }
    }

    private static async Task ResetAsync(HttpContext http, Fault fault, Func<Task> answer)
    {
        if (http.Request.ContentLength > 0 || http.Request.Headers.TransferEncoding.Count > 0)
        {
            var body = http.Request.Body;
            http.Request.Body = new ResetBody(body, fault.Bytes, () => Reset(http));
            await answer();
            http.Request.Body = body;
        }

        Reset(http);
    }

    /// <summary>By HTTP/1.1 the whole connection, and hard: what waits in it is lost.</summary>
    private static void Reset(HttpContext http)
    {
        if (HttpProtocol.IsHttp11(http.Request.Protocol) && http.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.LingerState = new(enable: true, seconds: 0);
        }

        http.Abort();
    }

    /// <summary>The fault that hides what is there; <see langword="null"/> if none does, or nothing is there.</summary>
    private async Task<Fault?> IsHiddenAsync(HttpContext http, string path, Func<Task> answer)
    {
        var method = http.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            return null;
        }

        var lag = menu.Faults.FirstOrDefault(
            fault => fault.Kind == FaultKind.Lag && FaultTurns.Fits(fault, method, path) && _hidden.MayHide(fault, path));
        if (lag is null)
        {
            return null;
        }

        http.Request.Method = HttpMethods.Head;
        await DropAsync(http, answer);
        http.Request.Method = method;
        var isThere = http.Response.StatusCode < StatusCodes.Status400BadRequest;
        http.Response.Clear();
        return isThere && _hidden.Look(lag, path) ? lag : null;
    }

    private static string? PathOf(string rawTarget)
    {
        try
        {
            return string.Concat(RequestTarget.Parse(rawTarget).Segments.Select(segment => "/" + segment));
        }
        catch (FormatException)
        {
            // Nothing happens to what is refused anyway.
            return null;
        }
    }

    private static string WordsOf(Fault fault) => string.Create(CultureInfo.InvariantCulture, $"{fault.Kind switch
    {
        FaultKind.Answer => $"answer {fault.Status}{(fault.IsAfter ? ", after the work" : "")}",
        FaultKind.Delay => $"{fault.Time!.Value.TotalSeconds} s late",
        FaultKind.Lag => "not to be seen yet",
        FaultKind.Cut => $"cut after {fault.Bytes} bytes",
        FaultKind.Shorten => $"shortened to {fault.Bytes} bytes",
        _ => $"reset after {fault.Bytes} bytes of the body",
    }}");

    [LoggerMessage(
        60, LogLevel.Warning, "REHEARSAL: this server makes {Faults} faults on purpose, those of {File}. Nothing real belongs here")]
    private partial void On(int faults, string file);

    [LoggerMessage(61, LogLevel.Warning, "Rehearsal: {Method} {Path}: fault '{Fault}', {What}")]
    private partial void Made(string method, string path, string fault, string what);
}
