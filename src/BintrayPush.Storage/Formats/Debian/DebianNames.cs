namespace BintrayPush.Storage.Formats.Debian;

/// <summary>What the names of a Debian repository may be made of. None of them can leave its line, its list or its folder.</summary>
internal static class DebianNames
{
    private const int LongestName = 100;

    /// <summary>The folder of the indexes.</summary>
    public const string Indexes = "dists/";

    /// <summary>The architecture of what runs on each.</summary>
    public const string AnyArchitecture = "all";

    private const string PackageEnd = ".deb";

    /// <summary>Whether a path is one of a package.</summary>
    public static bool IsPackageFile(string path) => path.EndsWith(PackageEnd, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a path is one that only the service writes to, however its letters are.</summary>
    public static bool IsOfIndex(string path) => path.StartsWith(Indexes, StringComparison.OrdinalIgnoreCase);

    public static bool IsPackage(string name) =>
        IsBounded(name) && IsLowerOrDigit(name[0]) && name.All(c => IsLowerOrDigit(c) || c is '+' or '-' or '.');

    public static bool IsVersion(string version) =>
        IsBounded(version) && IsLetterOrDigit(version[0]) && version.All(c => IsLetterOrDigit(c) || c is '+' or '-' or '.' or '~' or ':');

    public static bool IsArchitecture(string name) =>
        IsBounded(name) && IsLowerOrDigit(name[0]) && name.All(c => IsLowerOrDigit(c) || c is '-' or '_');

    /// <summary>Whether a distribution or a component may be called so: it is one folder.</summary>
    public static bool IsFolder(string name) =>
        IsBounded(name) && IsLetterOrDigit(name[0]) && name.All(c => IsLetterOrDigit(c) || c is '+' or '-' or '.' or '_' or '~');

    private static bool IsBounded(string name) => name.Length is > 0 and <= LongestName;

    private static bool IsLowerOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9');

    private static bool IsLetterOrDigit(char c) => IsLowerOrDigit(c) || c is >= 'A' and <= 'Z';
}
