namespace BintrayPush.Storage.Naming;

/// <summary>Every key there is (docs/store.md, "Keys"). A key that may be deleted holds a random id and is written only once.</summary>
internal static class Keys
{
    public const string Repositories = "repo/";
    public const string RepositoryContents = "r/";
    public const string Contents = "content/";
    public const string Condemnations = "condemned/";
    public const string PendingViewUpdate = "unseen/";
    public const string DeadRepositories = "dead/";
    public const string Releases = "release/";
    public const string StagedReleases = "staged/";
    public const string Legs = "leg/";

    public static string RepositoriesOf(string subject) => $"{Repositories}{KeyName.Of(subject)}/";

    public static string Repository(RepositoryAddress address) => $"{RepositoriesOf(address.Subject)}{KeyName.Of(address.Name)}.json";

    public static string Everything(string repositoryId) => $"{RepositoryContents}{repositoryId}/";

    public static string Packages(string repositoryId) => $"r/{repositoryId}/package/";

    public static string Package(string repositoryId, string package) => $"{Packages(repositoryId)}{KeyName.Of(package)}.json";

    public static string RemovedPackages(string repositoryId) => $"r/{repositoryId}/gone/";

    /// <summary>A package that is, or is about to be, deleted.</summary>
    public static string Gone(string repositoryId, string package, string packageId) =>
        $"{RemovedPackages(repositoryId)}{KeyName.Of(package)}.{packageId}";

    /// <summary>The package that was meant by <see cref="Gone"/>: its record's key and its id, which has no dot in it.</summary>
    public static (string Package, string PackageId) GoneFrom(string repositoryId, string gone)
    {
        var part = LastPart(gone);
        var dot = part.LastIndexOf('.');
        return ($"{Packages(repositoryId)}{part.Substring(0, dot)}.json", part.Substring(dot + 1));
    }

    public static string AllVersions(string repositoryId) => $"r/{repositoryId}/version/";

    public static string Versions(string repositoryId, string packageId) => $"{AllVersions(repositoryId)}{packageId}/";

    public static string Version(string repositoryId, string packageId, string version) =>
        $"{Versions(repositoryId, packageId)}{KeyName.Of(version)}.json";

    public static string Manifests(string repositoryId) => $"r/{repositoryId}/manifest/";

    /// <param name="repositoryId">The repository.</param>
    /// <param name="commit"><c>vuid/commit</c>.</param>
    public static string Manifest(string repositoryId, string commit) => $"{Manifests(repositoryId)}{commit}.json";

    /// <summary>A page of a manifest. It lies beside the roots of its version, so that one flush of their folder covers both.</summary>
    /// <param name="repositoryId">The repository.</param>
    /// <param name="commit">The manifest that names the page, <c>vuid/commit</c>.</param>
    /// <param name="page">The id of the page.</param>
    public static string ManifestPage(string repositoryId, string commit, string page) =>
        $"{Manifests(repositoryId)}{commit.Substring(0, commit.IndexOf('/'))}/{page}.page.json";

    /// <summary>Whether a key is that of a root or a page of a manifest. Its object never changes.</summary>
    public static bool IsManifest(string key) =>
        key.StartsWith(RepositoryContents, StringComparison.Ordinal)
            && key.IndexOf('/', RepositoryContents.Length) is var id and > 0
            && string.CompareOrdinal(key, id, "/manifest/", 0, "/manifest/".Length) == 0;

    public static string Paths(string repositoryId) => $"r/{repositoryId}/path/";

    public static string Path(string repositoryId, RepositoryPath path) => PathByHash(repositoryId, PathHash(path));

    public static string PathByHash(string repositoryId, string hash) => $"{Paths(repositoryId)}{hash.Substring(0, 2)}/{hash}.json";

    public static string PathHash(RepositoryPath path) => Hex.Sha256Of(KeyName.Fold(path.Value));

    public static string Distributions(string repositoryId) => $"r/{repositoryId}/index/";

    /// <summary>The index of a distribution. Its name counts letter for letter.</summary>
    public static string Distribution(string repositoryId, string name) => $"{Distributions(repositoryId)}{Hex.Sha256Of(name)}.json";

    /// <summary>What has changed last in a repository.</summary>
    public static string Changes(string repositoryId) => $"r/{repositoryId}/changes/last.json";

    public static string AllDownloads(string repositoryId) => $"r/{repositoryId}/downloads/";

    /// <summary>How often the files of a package were downloaded.</summary>
    public static string Downloads(string repositoryId, string packageId) => $"{AllDownloads(repositoryId)}{packageId}.json";

    public static string AllPending(string repositoryId) => $"r/{repositoryId}/pending/";

    public static string Pending(string repositoryId, string versionId) => $"{AllPending(repositoryId)}{versionId}/";

    public static string Pending(string repositoryId, string versionId, string pathHash, string upload) =>
        $"{Pending(repositoryId, versionId)}{pathHash}.{upload}";

    /// <param name="name"><c>sha256</c> or <c>sha256.k</c>.</param>
    public static string Content(string name) => $"{Contents}{name.Substring(0, 2)}/{name}";

    public static string Release(string subject, string id) => $"{Releases}{KeyName.Of(subject)}/{id}.json";

    public static string StagedReleasesOf(string subject) => $"{StagedReleases}{KeyName.Of(subject)}/";

    public static string StagedRelease(ReleaseAddress release) => $"{StagedReleasesOf(release.Subject)}{KeyName.Of(release.Id.Name)}.json";

    /// <summary>The files of a leg of a release.</summary>
    public static string Leg(string subject, string id) => $"{Legs}{KeyName.Of(subject)}/{id}.json";

    public static string Condemned(string name) => Condemnations + name;

    public static string Unseen(string id) => PendingViewUpdate + id;

    /// <summary>A repository that is deleted for good: another one has its name, or is about to.</summary>
    public static string Dead(string repositoryId) => DeadRepositories + repositoryId;

    /// <summary>
    /// Whether a key is one that the store could have written. Files that others leave in a folder (<c>.DS_Store</c>, <c>.nfs000...</c>,
    /// <c>Thumbs.db</c>, an editor's backup) are none.
    /// </summary>
    public static bool IsKey(string key)
    {
        var parts = key.Split('/');
        var last = parts[parts.Length - 1];
        if (!IsPossible(key))
        {
            return false;
        }

        return parts[0] switch
        {
            "repo" => parts.Length == 3 && KeyName.IsPart(parts[1]) && IsRecord(last, named: true),
            "staged" => parts.Length == 3 && KeyName.IsPart(parts[1]) && IsRecord(last, named: true),
            "release" or "leg" => parts.Length == 3 && KeyName.IsPart(parts[1]) && IsRecord(last, named: false),
            "r" when parts.Length > 3 => parts[2] switch
            {
                "package" => parts.Length == 4 && IsRecord(last, named: true),
                "index" or "changes" or "downloads" => parts.Length == 4 && IsRecord(last, named: false),
                "version" => parts.Length == 5 && IsRecord(last, named: true),
                "path" => parts.Length == 5 && IsRecord(last, named: false),
                "gone" => parts.Length == 4 && KeyName.IsPart(last) && last.IndexOf('.') > 0,
                "pending" => parts.Length == 5 && last.IndexOf('.') > 0,
                _ => true,
            },
            "r" => false,
            "content" => parts.Length == 3 && IsContentName(last) && last.StartsWith(parts[1], StringComparison.Ordinal),
            _ => true,
        };
    }

    /// <summary>Whether names are made of what keys are made of.</summary>
    public static bool IsPossible(string key)
    {
        // Once for every entry of every list, so nothing is built here.
        var start = 0;
        for (var i = 0; i <= key.Length; i++)
        {
            if (i == key.Length || key[i] is '/' or '\\')
            {
                if (i == start || key[start] == '.' || key[i - 1] is '~' or '.' || Has("Thumbs.db") || Has("desktop.ini"))
                {
                    return false;
                }

                start = i + 1;
            }
            else if (key[i] is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.' or '~'))
            {
                return false;
            }

            bool Has(string name) => i - start == name.Length && string.CompareOrdinal(key, start, name, 0, name.Length) == 0;
        }

        return true;
    }

    /// <summary>Whether a text is <c>sha256</c> or <c>sha256.k</c>.</summary>
    public static bool IsContentName(string name)
    {
        const int Digits = 64;
        for (var i = 0; i < name.Length; i++)
        {
            if (i == Digits ? name[i] != '.' : name[i] is not (>= '0' and <= '9') && (i > Digits || name[i] is not (>= 'a' and <= 'f')))
            {
                return false;
            }
        }

        return name.Length is Digits or > Digits + 1;
    }

    private static bool IsRecord(string name, bool named)
    {
        const string Json = ".json";
        return name.EndsWith(Json, StringComparison.Ordinal) && name.Length > Json.Length
            && (!named || KeyName.IsPart(name.Substring(0, name.Length - Json.Length)));
    }

    /// <summary>The last part of a key.</summary>
    public static string LastPart(string key) => key.Substring(key.LastIndexOf('/') + 1);
}
