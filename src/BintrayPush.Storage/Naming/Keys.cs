using BintrayPush.Api;

namespace BintrayPush.Storage;

/// <summary>Every key there is (docs/store.md, "Keys"). A key that may be deleted holds a random id and is written only once.</summary>
internal static class Keys
{
    public const string Repositories = "repo/";
    public const string RepositoryContents = "r/";
    public const string Contents = "content/";
    public const string Condemnations = "condemned/";
    public const string ViewWork = "unseen/";

    public static string RepositoriesOf(string subject) => $"{Repositories}{KeyName.Of(subject)}/";

    public static string Repository(RepositoryAddress address) => $"{RepositoriesOf(address.Subject)}{KeyName.Of(address.Name)}.json";

    public static string Everything(string ruid) => $"{RepositoryContents}{ruid}/";

    public static string Packages(string ruid) => $"r/{ruid}/package/";

    public static string Package(string ruid, string package) => $"{Packages(ruid)}{KeyName.Of(package)}.json";

    public static string Goners(string ruid) => $"r/{ruid}/gone/";

    /// <summary>A package that is, or is about to be, deleted.</summary>
    public static string Gone(string ruid, string package, string puid) => $"{Goners(ruid)}{KeyName.Of(package)}.{puid}";

    /// <summary>The package that was meant by <see cref="Gone"/>: its record's key and its id, which has no dot in it.</summary>
    public static (string Package, string Puid) GoneFrom(string ruid, string gone)
    {
        var part = LastPart(gone);
        var dot = part.LastIndexOf('.');
        return ($"{Packages(ruid)}{part.Substring(0, dot)}.json", part.Substring(dot + 1));
    }

    public static string AllVersions(string ruid) => $"r/{ruid}/version/";

    public static string Versions(string ruid, string puid) => $"{AllVersions(ruid)}{puid}/";

    public static string Version(string ruid, string puid, string version) => $"{Versions(ruid, puid)}{KeyName.Of(version)}.json";

    public static string Manifests(string ruid) => $"r/{ruid}/manifest/";

    /// <param name="ruid">The repository.</param>
    /// <param name="commit"><c>vuid/commit</c>.</param>
    public static string Manifest(string ruid, string commit) => $"{Manifests(ruid)}{commit}.json";

    /// <summary>A page of a manifest. It lies beside the roots of its version, so that one flush of their folder covers both.</summary>
    /// <param name="ruid">The repository.</param>
    /// <param name="commit">The manifest that names the page, <c>vuid/commit</c>.</param>
    /// <param name="page">The id of the page.</param>
    public static string ManifestPage(string ruid, string commit, string page) =>
        $"{Manifests(ruid)}{commit.Substring(0, commit.IndexOf('/'))}/{page}.page.json";

    public static string Paths(string ruid) => $"r/{ruid}/path/";

    public static string Path(string ruid, RepositoryPath path) => PathByHash(ruid, PathHash(path));

    public static string PathByHash(string ruid, string hash) => $"{Paths(ruid)}{hash.Substring(0, 2)}/{hash}.json";

    public static string PathHash(RepositoryPath path) => Hex.Sha256Of(KeyName.Fold(path.Value));

    public static string AllPending(string ruid) => $"r/{ruid}/pending/";

    public static string Pending(string ruid, string vuid) => $"{AllPending(ruid)}{vuid}/";

    public static string Pending(string ruid, string vuid, string pathHash, string upload) => $"{Pending(ruid, vuid)}{pathHash}.{upload}";

    /// <param name="name"><c>sha256</c> or <c>sha256.k</c>.</param>
    public static string Content(string name) => $"{Contents}{name.Substring(0, 2)}/{name}";

    public static string Condemned(string name) => Condemnations + name;

    public static string Unseen(string id) => ViewWork + id;

    /// <summary>The last part of a key.</summary>
    public static string LastPart(string key) => key.Substring(key.LastIndexOf('/') + 1);
}
