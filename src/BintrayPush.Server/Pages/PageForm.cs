using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using Microsoft.AspNetCore.Http.Features;

namespace BintrayPush.Server.Pages;

/// <summary>What a form of these pages sends. It is small, and it comes from the browser that it was made for.</summary>
internal static class PageForm
{
    /// <summary>The field with the token.</summary>
    public const string Token = "token";

    private const int MostBytes = 16 * 1024;
    private const int MostFields = 16;

    private static readonly FormOptions Limits = new()
    {
        BufferBodyLengthLimit = MostBytes,
        KeyLengthLimit = MostBytes,
        ValueLengthLimit = MostBytes,
        ValueCountLimit = MostFields,
    };

    /// <summary>Reads a form.</summary>
    /// <param name="call">The call that brought it.</param>
    /// <param name="sessions">What knows the forms that were made here.</param>
    /// <param name="cookie">The cookie of the browser that it was made for.</param>
    /// <exception cref="BintrayException">400: it is none. 403: it was made for another browser, or elsewhere.</exception>
    public static async Task<IFormCollection> ReadAsync(Call call, PageSessions sessions, string cookie)
    {
        var request = call.Http.Request;
        if (!request.HasFormContentType)
        {
            throw Refusal.BadRequest("a form is expected");
        }

        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostBytes;
        }

        var form = await BodyReads.GuardAsync(() => request.ReadFormAsync(Limits, call.Cancellation));
        return await sessions.IsOwnFormAsync(request.Cookies[cookie], form[Token], call.Cancellation)
            ? form
            : throw Refusal.Forbidden("this form is not of your session; go back, load the page anew, and try again");
    }
}
