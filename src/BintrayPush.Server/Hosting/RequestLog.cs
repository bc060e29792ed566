using BintrayPush.Server.Http;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// One line per request: who, what, how it ended, how long it took. Never a header, a body, a query or a matrix parameter: each of
/// them can carry a key or a passphrase (protocol reference, section 10). What came from outside is made harmless first.
/// </summary>
internal sealed partial class RequestLog(ILogger<RequestLog> logger)
{
    public void Write(HttpContext http, string path, Caller caller, TimeSpan took, Exception? failure, int failed)
    {
        var status = http.Response.StatusCode;
        var user = LogText.Clean(caller.Name ?? "-");
        var method = LogText.Clean(http.Request.Method);
        path = LogText.Clean(path);
        // Not the answer's own status: half of it may be on its way when the disk fails or the receiver goes.
        if (failure is not null && Failures.IsOurs(failed))
        {
            Failed(method, path, failed, user, took.TotalMilliseconds, http.TraceIdentifier, failure);
        }
        else if (failure is not null && failed == StatusCodes.Status499ClientClosedRequest)
        {
            BrokenOff(method, path, user, took.TotalMilliseconds);
        }
        else
        {
            var answered = new AnsweredRequest(method, path, status, user, took.TotalMilliseconds);
            logger.Log(LogLevel.Information, AnsweredRequest.Event, answered, exception: null, AnsweredRequest.Format);
        }
    }

    /// <summary>The store could not be read when a supervisor asked.</summary>
    [LoggerMessage(4, LogLevel.Warning, "Not ready: the store cannot be read")]
    public partial void NotReady(Exception failure);

    [LoggerMessage(2, LogLevel.Information, "{Method} {Path} broken off by the caller {User} {Milliseconds:0.0} ms")]
    private partial void BrokenOff(string method, string path, string user, double milliseconds);

    [LoggerMessage(3, LogLevel.Error, "{Method} {Path} {Status} {User} {Milliseconds:0.0} ms, request {Id}")]
    private partial void Failed(string method, string path, int status, string user, double milliseconds, string id, Exception failure);
}
