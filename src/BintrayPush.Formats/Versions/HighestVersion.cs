using NuGet.Versioning;

namespace BintrayPush.Formats.Versions;

/// <summary>
/// Which of some versions is the highest, in the way of those who use repositories of their type. Clients take that one, whichever was made
/// last.
/// </summary>
public static class HighestVersion
{
    /// <summary>Finds it.</summary>
    /// <param name="names">The names of versions; a <c>v</c> before a number makes no difference.</param>
    /// <param name="type">The type of the repository.</param>
    /// <returns>Its name; <see langword="null"/> if there are no versions.</returns>
    public static string? Of(IReadOnlyCollection<string> names, string? type)
    {
        if (type is "debian" or "rpm")
        {
            return Last(names, DebianOrder.Compare);
        }

        var numbers = names.Select(name => NuGetVersion.TryParse(Plain(name), out var number) ? number : null).ToList();
        return type != "maven" && numbers.TrueForAll(number => number is not null)
            ? Last(names, (one, other) => NuGetVersion.Parse(Plain(one)).CompareTo(NuGetVersion.Parse(Plain(other))))
            : Last(names, (one, other) => MavenOrder.Compare(Plain(one), Plain(other)));
    }

    private static string Plain(string name) => name.TrimStart('v', 'V');

    private static string? Last(IEnumerable<string> names, Comparison<string> compare)
    {
        string? highest = null;
        foreach (var name in names)
        {
            highest = highest is null || compare(name, highest) > 0 ? name : highest;
        }

        return highest;
    }
}
