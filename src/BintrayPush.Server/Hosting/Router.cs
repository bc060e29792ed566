using BintrayPush.Server.Http;

namespace BintrayPush.Server.Hosting;

/// <summary>Finds the route of a request. Of several that fit, the one declared first is it.</summary>
internal sealed class Router
{
    private readonly Dictionary<string, CallRoute[]> _byFirstWord;
    private readonly CallRoute[] _others;

    public Router(IEnumerable<CallRoute> routes)
    {
        var all = routes.ToArray();
        _byFirstWord = all.Where(route => route.FirstWord is not null).GroupBy(route => route.FirstWord!)
            .ToDictionary(group => group.Key, group => group.ToArray());
        _others = [.. all.Where(route => route.FirstWord is null)];
    }

    /// <summary>The route and what its names stand for.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">404: nothing is there; 405: it does not know this method.</exception>
    public (CallRoute CallRoute, IReadOnlyDictionary<string, string[]> Values) Find(string method, RequestTarget target)
    {
        var candidates = target.Segments.Count > 0 && _byFirstWord.TryGetValue(target.Segments[0], out var routes) ? routes : _others;
        var isKnown = false;
        foreach (var route in candidates)
        {
            if (route.Match(target.Segments) is not { } values)
            {
                continue;
            }

            if (route.Answers(method))
            {
                return (route, values);
            }

            isKnown = true;
        }

        throw isKnown ? Refusal.WrongMethod(method, target.Shown) : Refusal.NoRoute(target.Shown);
    }
}
