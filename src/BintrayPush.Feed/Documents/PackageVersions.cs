namespace BintrayPush.Feed.Documents;

/// <summary>The versions of an id (NuGet API, "Package content").</summary>
public static class PackageVersions
{
    /// <summary>The list.</summary>
    /// <param name="lowerVersions">The normalised versions in lower case, the lowest first; those that are not listed, too.</param>
    public static byte[] Write(IEnumerable<string> lowerVersions) =>
        FeedJson.Object(json => json.WriteStrings("versions", lowerVersions));
}
