using System.Collections.Concurrent;
using System.Globalization;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Says how many calls a day a caller has, as Bintray did for resources not their own (protocol reference 1.3). Nothing is
/// refused: what the original answered then is not known, and clients give up by themselves when nothing remains.
/// </summary>
internal sealed class RateHeaders(ServerSettings settings)
{
    private const int MostCallers = 100_000;

    private readonly ConcurrentDictionary<string, int> _calls = new();
    private int _day;

    public void Add(Call call, IReadOnlyDictionary<string, string[]> values)
    {
        if (settings.RateLimit == 0 || (values.ContainsKey("subject") && call.Caller.RoleOn(call.Subject) > Role.None))
        {
            return;
        }

        var today = DateTime.UtcNow.DayOfYear;
        if (Interlocked.Exchange(ref _day, today) != today || _calls.Count > MostCallers)
        {
            _calls.Clear();
        }

        var caller = call.Caller.Name is { } name ? "user " + name : "address " + CallerAddress.Of(call.Http, settings.ForwardedFor);
        var calls = _calls.AddOrUpdate(caller, 1, (_, before) => before + 1);
        call.Http.Response.Headers["X-RateLimit-Limit"] = settings.RateLimit.ToString(CultureInfo.InvariantCulture);
        call.Http.Response.Headers["X-RateLimit-Remaining"] = Math.Max(0, settings.RateLimit - calls)
            .ToString(CultureInfo.InvariantCulture);
    }
}
