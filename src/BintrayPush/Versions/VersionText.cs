using System.Text.RegularExpressions;

namespace BintrayPush.Versions;

/// <summary>
/// What a version says by how it is written. A version of a repository is any text; those of packages are SemVer as a rule.
/// </summary>
internal static class VersionText
{
    private static readonly Regex Stable = new(@"^[vV]?[0-9]+(\.[0-9]+)*(\+[0-9A-Za-z.-]*)?\z", RegexOptions.CultureInvariant);

    /// <summary>A commit, as Nerdbank.GitVersioning puts it into every version that is not from a public branch.</summary>
    private static readonly Regex Commit = new(@"^g[0-9a-f]{7,40}\z", RegexOptions.CultureInvariant);

    private static readonly HashSet<string> DevelopmentWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "dev", "devel", "develop", "development", "local", "dirty", "wip", "snapshot", "debug", "untagged",
    };

    /// <summary>Whether it is numbers and nothing else.</summary>
    public static bool IsStable(string version) => Stable.IsMatch(version);

    /// <summary>The part by which it is one that nobody is to get; nothing if it has none.</summary>
    public static string? DevelopmentWord(string version) => Regex.Split(version, "[^0-9A-Za-z]+").FirstOrDefault(
        part => DevelopmentWords.Contains(part.Trim("0123456789".ToCharArray())) || Commit.IsMatch(part));

    /// <summary>
    /// Whether a tag is that of a version: the version itself, with a <c>v</c> before it or not, below the name of its package
    /// (<c>acme/1.0.0</c>, <c>acme-v1.0.0</c>, <c>acme@1.0.0</c>) or the word release. A tag of another package does not count.
    /// </summary>
    public static bool IsTagOf(string tag, VersionAddress version)
    {
        var name = Regex.Escape(version.Package.Name);
        var parts = Regex.Match(
            tag, $@"^((?:{name}|releases?)[-/_@])?(?<version>.+)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return parts.Success && AreEqual(parts.Groups["version"].Value, version.Name);
    }

    /// <summary>Whether two versions are one, however they are written.</summary>
    public static bool AreEqual(string one, string other) =>
        Comparable(one).Equals(Comparable(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>How the tag of a version is called as a rule.</summary>
    public static string UsualTag(VersionAddress version) =>
        version.Name.Length > 0 && version.Name[0] is >= '0' and <= '9' ? $"v{version.Name}" : version.Name;

    /// <summary>Without what makes no difference: a v, build metadata, and zeros at the end of the numbers.</summary>
    private static string Comparable(string version)
    {
        var parts = Regex.Match(
            version, @"^[vV]?(?<numbers>[0-9]+(?:\.[0-9]+)*)(?<label>-[^+]*)?(?:\+.*)?\z", RegexOptions.CultureInvariant);
        return parts.Success
            ? Regex.Replace(parts.Groups["numbers"].Value, @"(\.0+)+\z", "") + parts.Groups["label"].Value
            : version;
    }
}
