using System.Globalization;
using System.Text.RegularExpressions;
using BintrayPush.Api.Http.Connection;
using Microsoft.AspNetCore.Connections;

namespace BintrayPush.Server.Http;

/// <summary>
/// Turns whatever ended a call into an answer: JSON with a message, on the download address its text (protocol reference 1.5, 19.10).
/// </summary>
internal static partial class Failures
{
    /// <summary>The status and the words for a failure; <see langword="null"/> words if the caller is gone.</summary>
    public static (int Status, string? Message) Of(Exception failure, HttpContext http) => failure switch
    {
        ConnectionAbortedException or ConnectionResetException => (StatusCodes.Status499ClientClosedRequest, null),
        _ when http.RequestAborted.IsCancellationRequested => (StatusCodes.Status499ClientClosedRequest, null),
        // The store's word for a body that could not be read; what was behind it says why.
        ContentReadException { InnerException: { } cause } => OfBody(cause),
        // Kestrel's own: a body that is too long or too slow, a chunk that makes no sense.
        BadHttpRequestException bad => (bad.StatusCode, bad.Message),
        BintrayException { Status: >= 500 and < 600 } failed => (failed.Status, Shown(failed, http)),
        BintrayException { Status: >= 400 and < 500 } refusal => (refusal.Status, refusal.Message),
        FormatException fault => (StatusCodes.Status400BadRequest, fault.Message),
        InvalidDataException damage => (StatusCodes.Status400BadRequest, $"the body is damaged: {damage.Message}"),
        // Failed reads of a body are marked (ContentReadException). This is the server's own disk, and the caller may try again.
        IOException or UnauthorizedAccessException => (StatusCodes.Status503ServiceUnavailable, Hidden(http)),
        _ => (StatusCodes.Status500InternalServerError, Hidden(http)),
    };

    private static (int Status, string Message) OfBody(Exception cause) => cause switch
    {
        BadHttpRequestException bad => (bad.StatusCode, bad.Message),
        InvalidDataException damage => (StatusCodes.Status400BadRequest, $"the body is damaged: {damage.Message}"),
        _ => (StatusCodes.Status400BadRequest, "the body could not be read to its end"),
    };

    /// <summary>Callers are not told where files lie on the server.</summary>
    private static string Shown(BintrayException failed, HttpContext http) =>
        failed.InnerException is not null || LocalPath().IsMatch(failed.Message) ? Hidden(http) : failed.Message;

    private static string Hidden(HttpContext http) => $"The server failed; its log says why, at request {http.TraceIdentifier}";

    [GeneratedRegex("""(^|[\s'"(=])(/|\\\\|[A-Za-z]:[/\\])""")]
    private static partial Regex LocalPath();

    /// <summary>Whether a failure is the server's own and belongs into the log with its trace.</summary>
    public static bool IsOurs(int status) => status >= 500;

    /// <summary>
    /// Answers it, if an answer is still possible; an answer half sent is cut off, so that it is not taken for a whole one.
    /// </summary>
    public static Task AnswerAsync(
        HttpContext http, int status, string message, BintrayException? refusal, FailureForm form) =>
        Begin(http, status, refusal) ? Answer.FailureAsync(http, status, message, refusal?.Hint, form) : Task.CompletedTask;

    /// <summary>Clears away what was meant to be the answer, and says in headers what a failure has to say there.</summary>
    /// <returns>Whether an answer is still possible. Otherwise the call is cut off.</returns>
    public static bool Begin(HttpContext http, int status, BintrayException? refusal)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return false;
        }

        // The server's own headers stand on every answer.
        var announced = http.Response.Headers[ExtensionsHeader.Name];
        http.Response.Clear();
        http.Response.Headers[ExtensionsHeader.Name] = announced;
        if (status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = Refusal.Challenge;
        }

        TellWait(http, refusal);
        return true;
    }

    /// <summary>Says how long to wait, where that is known.</summary>
    public static void TellWait(HttpContext http, BintrayException? refusal)
    {
        if (refusal?.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }
}
