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
        var isKnown = false;
        foreach (var route in Candidates(target))
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

    /// <summary>The methods that are known at a place, as an answer with 405 has to say (RFC 9110, 15.5.6).</summary>
    public string MethodsAt(RequestTarget target) => string.Join(", ", Candidates(target)
        .Where(route => route.Match(target.Segments) is not null)
        .SelectMany(route => route.Method == "GET" ? ["GET", "HEAD"] : new[] { route.Method })
        .Distinct());

    private CallRoute[] Candidates(RequestTarget target) =>
        target.Segments.Count > 0 && _byFirstWord.TryGetValue(target.Segments[0], out var routes) ? routes : _others;
}
