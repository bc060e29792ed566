using BintrayPush.Api.Service;

namespace BintrayPush.Retry;

/// <summary>Releases that several machines stage, for those who look at them or end them without a push.</summary>
public static class RetriedReleases
{
    /// <summary>The calls, each made again after a failure that may pass.</summary>
    /// <param name="service">The service.</param>
    /// <param name="limits">How often.</param>
    /// <param name="trace">Gets a line for every call that is made again.</param>
    public static IReleases Of(IBintray service, PushLimits limits, Action<string> trace) =>
        new RetryingBintray(service, new Retrying(limits.RetryCount, limits.Clock, trace));
}
