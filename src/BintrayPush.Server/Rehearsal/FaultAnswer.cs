using System.Globalization;
using System.Text;
using BintrayPush.Server.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace BintrayPush.Server.Rehearsal;

/// <summary>
/// An answer in place of the server's: if the menu does not say its body, in the form that the original service had (protocol reference,
/// section 1.5): an HTML page of the web server before it, plain text, or JSON with a message.
/// </summary>
internal static class FaultAnswer
{
    private const string Html = "text/html";
    private const string Plain = "text/plain; charset=utf-8";

    public static Task SendAsync(HttpContext http, Fault fault)
    {
        http.Response.Clear();
        if (fault.RetryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (fault.Status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = Refusal.Challenge;
        }

        if (fault.Status is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified)
        {
            http.Response.StatusCode = fault.Status;
            return Task.CompletedTask;
        }

        return fault.Body is { } body
            ? Answer.WriteAsync(http, fault.Status, fault.Type ?? TypeOf(body), Encoding.UTF8.GetBytes(body))
            : SendUsualAsync(http, fault.Status);
    }

    private static Task SendUsualAsync(HttpContext http, int status)
    {
        var reason = ReasonPhrases.GetReasonPhrase(status);
        return status switch
        {
            StatusCodes.Status401Unauthorized => Answer.MessageAsync(http, status, Refusal.NeedsAuthentication),
            StatusCodes.Status403Forbidden => Answer.WriteAsync(http, status, Plain, "Forbidden!"u8.ToArray()),
            StatusCodes.Status405MethodNotAllowed or >= 500 => Answer.WriteAsync(http, status, Html, PageOf($"{status} {reason}")),
            StatusCodes.Status413PayloadTooLarge => Answer.WriteAsync(http, status, Plain, Encoding.UTF8.GetBytes(reason)),
            _ => Answer.MessageAsync(http, status, status < 300 ? "success" : reason),
        };
    }

    private static string TypeOf(string body) => body.TrimStart() switch
    {
        ['<', ..] => Html,
        ['{' or '[', ..] => "application/json",
        _ => Plain,
    };

    /// <summary>As nginx makes it.</summary>
    private static byte[] PageOf(string title) => Encoding.UTF8.GetBytes(
        $"<html>\r\n<head><title>{title}</title></head>\r\n<body bgcolor=\"white\">\r\n<center><h1>{title}</h1></center>\r\n"
            + "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n");
}
