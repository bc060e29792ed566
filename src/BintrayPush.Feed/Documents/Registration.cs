using System.Text.Json;
using BintrayPush.Feed.Model;

namespace BintrayPush.Feed.Documents;

/// <summary>
/// What is said of all versions of an id (NuGet API, "Package metadata"): an index of pages, each with some versions. Where there are few,
/// the pages stand in the index.
/// </summary>
/// <param name="urls">The addresses of the feed.</param>
/// <param name="semVer2">Whether versions that need SemVer 2.0.0 are among them.</param>
public sealed class Registration(FeedUrls urls, bool semVer2)
{
    /// <summary>The versions of a page: what nuget.org has, and clients are made for.</summary>
    public const int PageSize = 64;

    /// <summary>The most versions that stand in the index itself.</summary>
    private const int MostInline = 2 * PageSize;

    /// <summary>The versions of those that are shown here.</summary>
    public IReadOnlyList<FeedPackage> Shown(IEnumerable<FeedPackage> versions) =>
        [.. versions.Where(version => semVer2 || !version.Package.IsSemVer2).OrderBy(version => version.Package.Version)];

    /// <summary>The pages that do not stand in the index, by their lowest and highest versions in lower case.</summary>
    /// <param name="versions">The versions that are shown here (<see cref="Shown"/>).</param>
    public static IEnumerable<(string Lower, string Upper)> PagesOutside(IReadOnlyList<FeedPackage> versions) =>
        versions.Count <= MostInline ? [] : versions.Chunk(PageSize).Select(page => (page[0].LowerVersion, page[^1].LowerVersion));

    /// <summary>The index.</summary>
    /// <param name="versions">The versions that are shown here (<see cref="Shown"/>); at least one.</param>
    public byte[] WriteIndex(IReadOnlyList<FeedPackage> versions)
    {
        var id = versions[0].LowerId;
        var pages = versions.Chunk(PageSize).ToList();
        return FeedJson.Object(json =>
        {
            json.WriteString("@id", urls.Registration(id, semVer2));
            json.WriteStrings("@type", ["catalog:CatalogRoot", "PackageRegistration", "catalog:Permalink"]);
            json.WriteNumber("count", pages.Count);
            json.WriteStartArray("items");
            foreach (var page in pages)
            {
                json.WriteStartObject();
                WritePage(json, page, withItems: versions.Count <= MostInline);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    /// <summary>A page, where it does not stand in the index.</summary>
    /// <param name="versions">The versions that are shown here.</param>
    /// <param name="lower">The lowest version of the page, in lower case.</param>
    /// <param name="upper">The highest one.</param>
    /// <returns><see langword="null"/> if there is no such page: another version has come since the index was read, or gone.</returns>
    public byte[]? WritePage(IReadOnlyList<FeedPackage> versions, string lower, string upper)
    {
        // By its bounds and not by its place: a page that was named a moment ago has all of its versions, wherever pages begin now.
        var page = versions.SkipWhile(version => version.LowerVersion != lower).ToList();
        var last = page.FindIndex(version => version.LowerVersion == upper);
        return last < 0 ? null : FeedJson.Object(json => WritePage(json, page.GetRange(0, last + 1), withItems: true));
    }

    /// <summary>A single version.</summary>
    public byte[] WriteLeaf(FeedPackage version) => FeedJson.Object(json =>
    {
        json.WriteString("@id", urls.RegistrationLeaf(version, semVer2));
        json.WriteStrings("@type", ["Package", "http://schema.nuget.org/catalog#Permalink"]);
        json.WriteBoolean("listed", version.Listed);
        json.WriteString("packageContent", urls.Content(version));
        json.WriteString("published", FeedJson.Date(version.Published));
        json.WriteString("registration", urls.Registration(version.LowerId, semVer2));
    });

    private void WritePage(Utf8JsonWriter json, IReadOnlyList<FeedPackage> page, bool withItems)
    {
        var (first, last) = (page[0], page[^1]);
        json.WriteString("@id", urls.RegistrationPage(first.LowerId, first.LowerVersion, last.LowerVersion, semVer2));
        json.WriteString("@type", "catalog:CatalogPage");
        json.WriteNumber("count", page.Count);
        json.WriteString("lower", first.Package.Version.ToNormalizedString());
        json.WriteString("upper", last.Package.Version.ToNormalizedString());
        json.WriteString("parent", urls.Registration(first.LowerId, semVer2));
        if (!withItems)
        {
            return;
        }

        json.WriteStartArray("items");
        foreach (var version in page)
        {
            json.WriteStartObject();
            json.WriteString("@id", urls.RegistrationLeaf(version, semVer2));
            json.WriteString("@type", "Package");
            json.WriteStartObject("catalogEntry");
            CatalogEntry.Write(json, version, urls, semVer2);
            json.WriteEndObject();
            json.WriteString("packageContent", urls.Content(version));
            json.WriteString("registration", urls.Registration(version.LowerId, semVer2));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
