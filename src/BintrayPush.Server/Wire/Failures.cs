using BintrayPush.Api;
using BintrayPush.Api.Http;

namespace BintrayPush.Server;

/// <summary>Turns whatever ended a call into an answer: always JSON with a message (protocol reference 1.5, 19.10).</summary>
internal static class Failures
{
    /// <summary>The status and the words for a failure; <see langword="null"/> words if nobody is there to hear them.</summary>
    public static (int Status, string? Message) Of(Exception failure, HttpContext http) => failure switch
    {
        _ when http.RequestAborted.IsCancellationRequested => (StatusCodes.Status499ClientClosedRequest, null),
        // The store's word for a body that could not be read; what was behind it says why.
        ContentReadException { InnerException: { } cause } => Of(cause, http),
        BintrayException { Status: >= 400 and < 600 } refusal => (refusal.Status, refusal.Message),
        // Kestrel's own: a body that is too long or too slow, a chunk that makes no sense.
        BadHttpRequestException bad => (bad.StatusCode, bad.Message),
        FormatException fault => (StatusCodes.Status400BadRequest, fault.Message),
        InvalidDataException damage => (StatusCodes.Status400BadRequest, $"the body is damaged: {damage.Message}"),
        IOException => (StatusCodes.Status400BadRequest, "the body could not be read to its end"),
        _ => (StatusCodes.Status500InternalServerError, "The server failed; its log says why"),
    };

    /// <summary>Whether a failure is the server's own and belongs into the log with its trace.</summary>
    public static bool IsOurs(int status) => status >= 500;

    /// <summary>Answers it, if an answer is still possible; an answer half sent is cut off so that nobody takes it for whole.</summary>
    public static Task AnswerAsync(HttpContext http, int status, string message)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        // What the server says of itself stands on every answer.
        var announced = http.Response.Headers[ExtensionsHeader.Name];
        http.Response.Clear();
        http.Response.Headers[ExtensionsHeader.Name] = announced;
        if (status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = Refusal.Challenge;
        }

        return Answer.MessageAsync(http, status, message);
    }
}
