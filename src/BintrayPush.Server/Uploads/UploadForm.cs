using BintrayPush.Server.Formats;
using BintrayPush.Server.Http;
using BintrayPush.Storage.Archives;

namespace BintrayPush.Server.Uploads;

/// <summary>
/// Where an upload goes and with which flags, put together from path, query, headers and matrix parameters, which clients mix freely
/// (protocol reference 8.1). Where two of them disagree about a flag, the matrix beats the query and the query beats the header.
/// </summary>
internal sealed record UploadForm
{
    /// <summary>The version it goes to.</summary>
    public required VersionAddress Version { get; init; }

    /// <summary>The segments of the file's path; of an archive to be exploded there may be none.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>
    /// Whether the path ends in a slash: only an archive that is exploded and the file of a form, which has a name, may go there.
    /// </summary>
    public bool IsFolder { get; init; }

    public bool Publish { get; init; }

    public bool Override { get; init; }

    public bool Explode { get; init; }

    public DebianCoordinates? Debian { get; init; }

    /// <summary>Forms A, B and C: <c>/content/subject/repo/...</c>.</summary>
    public static UploadForm OfContent(Call call)
    {
        var source = new UploadSource(call);
        var package = source.Text("bt_package", "X-Bintray-Package");
        var version = source.Text("bt_version", "X-Bintray-Version");
        var isNamed = MultipartFile.IsSentBy(call.Http.Request);
        if (package is not null && version is not null)
        {
            return Of(call, source, package, version, call.Rest, isNamed);
        }

        // Form A, perhaps with one of the two said again (reference 8.1); then they must agree.
        if (call.Rest is not [var pathPackage, var pathVersion, .. var path])
        {
            throw Refusal.BadRequest(
                "the package name cannot be resolved: neither the path nor headers nor matrix parameters name package and version");
        }

        return (package is null || package == pathPackage) && (version is null || version == pathVersion)
            ? Of(call, source, pathPackage, pathVersion, path, isNamed)
            : throw Refusal.BadRequest(
                $"the path names '{pathPackage}/{pathVersion}', a header or matrix parameter '{package ?? version}'");
    }

    /// <summary>Forms D and E: <c>/maven/subject/repo/package/...</c>; the version is what the Maven layout says.</summary>
    public static UploadForm OfMaven(Call call)
    {
        var source = new UploadSource(call);
        var version = source.Text("bt_version", "X-Bintray-Version") ?? MavenLayout.VersionOf(call.Rest);
        return Of(call, source, call["package"], version, call.Rest, isNamed: false);
    }

    /// <summary>The same as an archive to be exploded.</summary>
    /// <exception cref="FormatException">It cannot be unpacked there.</exception>
    public ArchiveUpload OfArchive() => new()
    {
        Version = Version,
        Folder = UnpackFolder.Of(Path, IsFolder) is { Count: > 0 } folder ? RepositoryPath.Of(string.Join('/', folder)) : null,
        Name = IsFolder ? "" : Path.LastOrDefault(""),
        Override = Override,
        Publish = Publish,
        Debian = Debian,
    };

    private static UploadForm Of(
        Call call, UploadSource source, string package, string version, IReadOnlyList<string> path, bool isNamed)
    {
        var form = new UploadForm
        {
            Version = VersionAddress.Of(PackageAddress.Of(call.Repository, package), version),
            Path = path,
            IsFolder = call.Target.EndsInSlash,
            Publish = source.Flag("publish", "X-Bintray-Publish"),
            Override = source.Flag("override", "X-Bintray-Override"),
            Explode = source.Flag("explode", "X-Bintray-Explode"),
            Debian = source.Debian(),
        };
        return form.Explode || isNamed || !form.IsFolder || path.Count == 0
            ? form
            : throw Refusal.BadRequest($"the path '{string.Join('/', path)}/' ends in a slash: it names a folder, not a file");
    }
}
