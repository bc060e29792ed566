namespace BintrayPush.Selection;

/// <summary>
/// Names that are hardly ever meant to become public: what source control, builds and editors keep for themselves, environment files
/// and keys. A selection takes such a file only where a pattern spells the name.
/// </summary>
internal static class PrivateNames
{
    private static readonly HashSet<string> Folders = new(StringComparer.OrdinalIgnoreCase)
    {
        ".git",
        ".hg",
        ".svn",
        ".vs",
        ".idea",
        ".ssh",
        ".aws",
        ".nuget",
        "obj",
        "bin",
        "node_modules",
    };
    private static readonly HashSet<string> Files = new(StringComparer.OrdinalIgnoreCase)
    {
        ".git",
        ".netrc",
        "_netrc",
        ".npmrc",
        ".pypirc",
        ".git-credentials",
        "credentials.json",
    };
    private static readonly string[] Beginnings = [".env", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"];
    private static readonly string[] Endings = [".pem", ".pfx", ".p12", ".snk", ".key", ".keystore", ".jks", ".ppk", ".kdbx"];
    private static readonly HashSet<string> ProjectFolders = new(StringComparer.OrdinalIgnoreCase) { ".git", ".hg", ".svn" };
    private static readonly HashSet<string> ProjectFiles = new(StringComparer.OrdinalIgnoreCase)
    {
        ".git",
        ".gitignore",
        "Directory.Build.props",
        "Directory.Build.targets",
        "Directory.Packages.props",
    };
    private static readonly string[] ProjectEndings = [".csproj", ".fsproj", ".vbproj", ".vcxproj", ".esproj", ".proj", ".sln", ".slnx"];

    /// <summary>The segments of a path that are such names; nothing, for nearly every file.</summary>
    /// <param name="segments">The path.</param>
    /// <param name="from">How many segments at its beginning were named explicitly.</param>
    public static IReadOnlyList<string> In(string[] segments, int from = 0)
    {
        List<string>? found = null;
        for (var i = from; i < segments.Length; i++)
        {
            if (i < segments.Length - 1 ? Folders.Contains(segments[i]) : IsFile(segments[i]))
            {
                (found ??= []).Add(segments[i]);
            }
        }

        return found ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Whether a file marks its folder as one with sources.</summary>
    public static bool IsOfProject(string[] segments, int from) =>
        segments.Skip(from).Take(segments.Length - 1 - from).Any(ProjectFolders.Contains)
        || ProjectFiles.Contains(segments[segments.Length - 1])
        || EndsIn(segments[segments.Length - 1], ProjectEndings);

    /// <summary>
    /// Whether part of a pattern spells such a name: <c>bin</c>, <c>.env.*</c> and <c>*.pem</c> do, <c>*</c> and <c>**</c> do not.
    /// </summary>
    public static bool AreSpelled(string pattern) => Folders.Contains(pattern) || IsFile(pattern);

    private static bool IsFile(string name) =>
        Files.Contains(name) || Beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            || EndsIn(name, Endings);

    private static bool EndsIn(string name, string[] endings) =>
        endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
