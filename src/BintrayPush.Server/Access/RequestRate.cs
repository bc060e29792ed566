using System.Globalization;
using System.Threading.RateLimiting;
using BintrayPush.Server.Http;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Access;

/// <summary>
/// How many requests a caller may make in a minute: a user, wherever from, or the address of who has not signed in. It is asked once it is
/// known who calls: by a name that was only shown, anybody could use up what a user may. Wrong keys are slowed before that, by
/// <see cref="GuessLimit"/>, and are not counted here.
/// </summary>
/// <param name="perMinute">How many.</param>
/// <param name="forwarded">See <see cref="CallerAddress"/>.</param>
internal sealed class RequestRate(int perMinute, bool forwarded) : IDisposable
{
    /// <summary>
    /// Addresses share that many counts, by a hash that nobody outside knows: whoever has many addresses does not fill the memory.
    /// </summary>
    private const int MaxAddresses = 1 << 18;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetFixedWindowLimiter(
            caller, _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = Window, QueueLimit = 0 }));

    /// <summary>Counts a request.</summary>
    /// <exception cref="BintrayException">429: there were too many.</exception>
    public void Count(HttpContext http, Caller caller)
    {
        using var lease = _limiter.AttemptAcquire(KeyOf(http, caller));
        if (!lease.IsAcquired)
        {
            throw Refusal.TooManyRequests(perMinute, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    private string KeyOf(HttpContext http, Caller caller) => caller.Name is { } name
        ? "user " + name
        : string.Create(CultureInfo.InvariantCulture, $"address {(uint)CallerAddress.Of(http, forwarded).GetHashCode() % MaxAddresses}");
}
