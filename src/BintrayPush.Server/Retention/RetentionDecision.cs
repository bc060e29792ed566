using BintrayPush.Formats.Versions;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Retention;

/// <summary>
/// Decides which versions of a package go. The newest stable version never does: neither the one that was made last nor the one with the
/// highest number, which is another one where an older line is still mended.
/// </summary>
internal static class RetentionDecision
{
    /// <summary>Decides.</summary>
    /// <param name="versions">The published versions of a package, the newest first.</param>
    /// <param name="type">The type of the repository, which says how pre-releases are written.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="now">From when ages are counted.</param>
    /// <returns>The names of those that go, in the order in which they were given.</returns>
    public static IReadOnlyList<string> Going(
        IReadOnlyList<RetainedVersion> versions, string? type, RetentionRules rules, DateTimeOffset now)
    {
        var stable = versions.Where(version => !PrereleaseText.IsOne(version.Name, type)).Select(version => version.Name).ToList();
        var kept = new HashSet<string>(stable.Take(1));
        if (HighestVersion.Of(stable, type) is { } highest)
        {
            kept.Add(highest);
        }

        var counted = rules.PrereleaseOnly ? versions.Where(version => PrereleaseText.IsOne(version.Name, type)) : versions;
        return
        [
            .. counted.Skip(rules.KeepLast ?? 0)
                .Where(version => rules.OlderThan is not { } age || now - version.LastFile > age)
                .Select(version => version.Name)
                .Where(name => !kept.Contains(name)),
        ];
    }
}
