using BintrayPush.Server.Http;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Metrics;

/// <summary>What is to be measured of an answered request.</summary>
internal sealed class RequestMeter(ServerMeter meter)
{
    private const string NoRoute = "none";

    /// <summary>Downloads that are asked for at the API, whose address begins with a subject.</summary>
    private const string ByName = "download";

    /// <summary>Measures one.</summary>
    /// <param name="http">The request, once it is answered.</param>
    /// <param name="route">Its route, if it was found.</param>
    /// <param name="caller">Who has made it.</param>
    /// <param name="status">The status.</param>
    /// <param name="took">How long it took.</param>
    public void Answered(HttpContext http, CallRoute? route, Caller caller, int status, TimeSpan took)
    {
        meter.Answered(route is null ? NoRoute : route.FirstWord ?? ByName, route?.Method ?? NoRoute, status, took);
        if (route is not null && status is >= 200 and < 300 && IsUpload(route, http.Request.Method))
        {
            meter.Uploaded();
        }

        if (caller.Name is null && ShowsKey(http.Request)
            && status is StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests)
        {
            meter.RefusedSignIn(isSlowedDown: status == StatusCodes.Status429TooManyRequests);
        }
    }

    private static bool IsUpload(CallRoute route, string method) =>
        route.FirstWord is "content" or "maven" or "nuget" && (HttpMethods.IsPut(method) || IsRest(route, method));

    /// <summary>The rest of an upload that was cut off.</summary>
    private static bool IsRest(CallRoute route, string method) => route.FirstWord == "content" && HttpMethods.IsPatch(method);

    private static bool ShowsKey(HttpRequest request) =>
        request.Headers.Authorization.Count > 0 || request.Headers.ContainsKey("X-NuGet-ApiKey");
}
