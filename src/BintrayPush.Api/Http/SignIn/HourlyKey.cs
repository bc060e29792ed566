using BintrayPush.Api.Http.Secrets;

namespace BintrayPush.Api.Http.SignIn;

/// <summary>A key that runs out.</summary>
/// <param name="Credentials">The key, and whose it is.</param>
/// <param name="Given">When it was given.</param>
/// <param name="Worth">For how long it counts.</param>
internal sealed record HourlyKey(Credentials Credentials, DateTimeOffset Given, TimeSpan Worth)
{
    /// <summary>Five minutes of an hour: a call that was begun must not meet the end of its key on the way.</summary>
    private const int Reserve = 12;

    /// <summary>How long no other one is asked for after that has failed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>From when on another one is asked for.</summary>
    public DateTimeOffset Renew { get; init; } = Given + Worth - new TimeSpan(Worth.Ticks / Reserve);

    /// <summary>Its end.</summary>
    public DateTimeOffset End => Given + Worth;

    /// <summary>The same, for which another one could not be had just now.</summary>
    public HourlyKey Kept(DateTimeOffset now) => this with { Renew = now + Pause };
}
