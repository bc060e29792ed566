namespace BintrayPush.Server.Metrics;

/// <summary>The classes of statuses.</summary>
internal static class StatusClasses
{
    /// <summary>The class of a status; who went away before there was one has a class of its own.</summary>
    public static string Of(int status) => status switch
    {
        StatusCodes.Status499ClientClosedRequest => "gone",
        < 300 => "2xx",
        < 400 => "3xx",
        < 500 => "4xx",
        _ => "5xx",
    };
}
