namespace BintrayPush.Server.Http;

/// <summary>
/// A method and a pattern, which is empty for the root: words, <c>{name}</c> for one segment, <c>{path*}</c> for any number of segments,
/// at most once.
/// </summary>
internal sealed class CallRoute
{
    private readonly string[] _pattern;
    private readonly int _rest;

    public CallRoute(string method, string pattern, Needs needs, Func<Call, Task> handle)
    {
        Method = method;
        Needs = needs;
        Handle = handle;
        _pattern = pattern.Length == 0 ? [] : pattern.Split('/');
        _rest = Array.FindIndex(_pattern, part => part.EndsWith("*}", StringComparison.Ordinal));
    }

    /// <summary>The method; <c>*</c> stands for any.</summary>
    public string Method { get; }

    public Needs Needs { get; }

    public Func<Call, Task> Handle { get; }

    /// <summary>The word the pattern begins with; <see langword="null"/> if it is a name, or nothing.</summary>
    public string? FirstWord => _pattern.Length == 0 || IsName(_pattern[0]) ? null : _pattern[0];

    /// <summary>Whether it asks for a repository, a package or a version, where HEAD has a meaning of its own.</summary>
    public bool IsCatalog => FirstWord is "repos" or "packages";

    /// <summary>Whether it changes nothing in the store, although it is sent like what does.</summary>
    public bool ChangesNothing { get; init; }

    /// <summary>
    /// Whether it may change something. Searches by attribute are asked with POST and need no more than the right to read.
    /// </summary>
    public bool Changes => Method != "GET" && Needs != Needs.Read && !ChangesNothing;

    /// <summary>Whether a method fits. What answers GET answers HEAD (reference 1.4).</summary>
    public bool Answers(string method) => Method == method || Method == "*" || (Method == "GET" && method == "HEAD");

    /// <summary>What the names stand for, or <see langword="null"/> if the path does not fit.</summary>
    public IReadOnlyDictionary<string, string[]>? Match(IReadOnlyList<string> segments)
    {
        var spare = segments.Count - _pattern.Length;
        if (_rest < 0 ? spare != 0 : spare < -1)
        {
            return null;
        }

        var values = new Dictionary<string, string[]>();
        for (int i = 0, at = 0; i < _pattern.Length; i++)
        {
            var taken = i == _rest ? spare + 1 : 1;
            if (IsName(_pattern[i]))
            {
                values[_pattern[i].Trim('{', '}', '*')] = [.. segments.Skip(at).Take(taken)];
            }
            else if (_pattern[i] != segments[at])
            {
                return null;
            }

            at += taken;
        }

        return values;
    }

    private static bool IsName(string part) => part[0] == '{';
}
