using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Http.Transfer;

/// <summary>Where things are on the wire, as the segments of a path (protocol reference, sections 3 to 12).</summary>
internal static class CallPaths
{
    public static string NamesQuery(IReadOnlyCollection<string>? names) =>
        names is { Count: > 0 } ? "names=" + string.Join(",", names.Select(Uri.EscapeDataString)) : "";

    public static string[] Of(string kind, RepositoryAddress repository) => [kind, repository.Subject, repository.Name];

    public static string[] Of(string kind, PackageAddress package) => [.. Of(kind, package.Repository), package.Name];

    public static string[] Of(string kind, VersionAddress version) => [.. Of(kind, version.Package), version.Name];

    public static string[] Of(string kind, FileAddress file) => [.. Of(kind, file.Repository), .. file.Path.Value.Split('/')];

    public static string[] Of(PackageAddress package) => Of("packages", package);

    public static string[] Of(VersionAddress version) => [.. Of(version.Package), "versions", version.Name];

    public static string[] Of(ReleaseAddress release) => ["releases", release.Subject, release.Id.Name];

    public static string[] Of(ReleaseAddress release, LegName leg) => [.. Of(release), "legs", leg.Name];

    public static string[] AttributesOf(MetadataOwner owner) => [.. PlaceOf(owner), "attributes"];

    /// <exception cref="BintrayException">The protocol knows no such document.</exception>
    public static string[] DocumentOf(MetadataOwner owner, DocumentKind kind) => (owner, kind) switch
    {
        (PackageAddress, DocumentKind.Readme) => [.. PlaceOf(owner), "readme"],
        (PackageAddress or VersionAddress, DocumentKind.ReleaseNotes) => [.. PlaceOf(owner), "release_notes"],
        _ => throw new BintrayException(
            BintrayException.BadRequest, $"'{owner}' cannot have {(kind == DocumentKind.Readme ? "a readme" : "release notes")}"),
    };

    private static string[] PlaceOf(MetadataOwner owner) => owner switch
    {
        PackageAddress package => Of(package),
        VersionAddress version => Of(version),
        FileAddress file => Of("files", file),
        _ => throw new ArgumentException("There is no fourth kind of owner.", nameof(owner)),
    };
}
