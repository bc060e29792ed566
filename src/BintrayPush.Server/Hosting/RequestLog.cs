namespace BintrayPush.Server;

/// <summary>
/// One line per request: who, what, how it ended, how long it took. Never a header, a body, a query or a matrix parameter: each of
/// them can carry a key or a passphrase (protocol reference, section 10).
/// </summary>
internal sealed partial class RequestLog(ILogger<RequestLog> logger)
{
    public void Write(HttpContext http, string path, Caller caller, TimeSpan took, Exception? failure)
    {
        var status = http.Response.StatusCode;
        var user = caller.Name ?? "-";
        if (failure is not null && Failures.IsOurs(status))
        {
            Failed(http.Request.Method, path, status, user, took.TotalMilliseconds, failure);
        }
        else if (failure is not null && http.RequestAborted.IsCancellationRequested)
        {
            BrokenOff(http.Request.Method, path, user, took.TotalMilliseconds);
        }
        else
        {
            Answered(http.Request.Method, path, status, user, took.TotalMilliseconds);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Method} {Path} {Status} {User} {Milliseconds:0.0} ms")]
    private partial void Answered(string method, string path, int status, string user, double milliseconds);

    [LoggerMessage(2, LogLevel.Information, "{Method} {Path} broken off by the caller {User} {Milliseconds:0.0} ms")]
    private partial void BrokenOff(string method, string path, string user, double milliseconds);

    [LoggerMessage(3, LogLevel.Error, "{Method} {Path} {Status} {User} {Milliseconds:0.0} ms")]
    private partial void Failed(string method, string path, int status, string user, double milliseconds, Exception failure);
}
