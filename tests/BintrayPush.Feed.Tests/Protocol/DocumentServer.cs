using System.Text;
using BintrayPush.Feed.Documents;
using BintrayPush.Feed.Model;
using BintrayPush.Feed.Queries;
using Microsoft.AspNetCore.Http;

namespace BintrayPush.Feed.Tests.Protocol;

/// <summary>Answers with the documents of some packages, as a server would; it searches by the id alone.</summary>
internal static class DocumentServer
{
    public const string Owner = "acme";

    public static Task<Loopback> StartAsync(params IReadOnlyList<Nupkg> packages) =>
        Loopback.StartAsync((server, name, query) => Answer(new FeedUrls(server.Root), packages, name, query));

    private static byte[]? Answer(FeedUrls urls, IReadOnlyList<Nupkg> packages, string name, IQueryCollection query) =>
        name.Split('/') switch
        {
            ["index.json"] => ServiceIndex.Write(urls),
            ["search"] => Search(urls, packages, SearchRequest.Read(key => query[key])),
            ["autocomplete"] => Autocomplete(packages, query),
            ["vulnerabilities", "index.json"] => VulnerabilityDocuments.WriteIndex(urls, DateTimeOffset.UnixEpoch),
            ["vulnerabilities", ..] => VulnerabilityDocuments.WritePage(packages
                .SelectMany(package => package.Package.Vulnerabilities.Select(found => (package.Package.LowerId, found)))
                .GroupBy(found => found.LowerId)
                .ToDictionary(id => id.Key, id => (IReadOnlyList<Vulnerability>)[.. id.Select(found => found.found)])),
            ["flat", var id, "index.json"] => PackageVersions.Write(Of(packages, id).Select(version => version.LowerVersion)),
            ["flat", var id, var version, var file] => File(packages, id, version, file),
            ["registration", ..] => Registration(urls, packages, name, semVer2: false),
            ["registration-semver2", ..] => Registration(urls, packages, name, semVer2: true),
            _ => null,
        };

    private static IReadOnlyList<FeedPackage> Of(IEnumerable<Nupkg> packages, string id) =>
    [
        .. packages.Select(package => package.Package).Where(package => package.LowerId == id).OrderBy(package => package.Package.Version),
    ];

    private static byte[]? File(IEnumerable<Nupkg> packages, string id, string version, string file) =>
        packages.SingleOrDefault(one => one.Package.LowerId == id && one.Package.LowerVersion == version) is not { } package ? null
            : file == "readme" ? Encoding.UTF8.GetBytes("# Read me")
            : file.EndsWith(".nupkg", StringComparison.Ordinal) ? package.Bytes
            : null;

    private static byte[]? Registration(FeedUrls urls, IReadOnlyList<Nupkg> packages, string name, bool semVer2)
    {
        var registration = new Registration(urls, semVer2);
        var parts = name.Split('/');
        var shown = registration.Shown(Of(packages, parts[1]));
        return shown.Count == 0 ? null : parts[2..] switch
        {
            ["index.json"] => registration.WriteIndex(shown),
            ["page", var lower, var upper] => registration.WritePage(shown, lower, Path.GetFileNameWithoutExtension(upper)),
            [var leaf] => registration.WriteLeaf(shown.Single(version => $"{version.LowerVersion}.json" == leaf)),
            _ => null,
        };
    }

    private static byte[] Search(FeedUrls urls, IReadOnlyList<Nupkg> packages, SearchRequest request)
    {
        var found = packages.Select(package => package.Package)
            .Where(package => request.Terms.All(term => package.LowerId.Contains(term.Text, StringComparison.OrdinalIgnoreCase)))
            .GroupBy(package => package.LowerId)
            .OrderBy(id => id.Key)
            .Select(id => new FoundPackage(
                id.MaxBy(package => package.Package.Version)!,
                [.. id.Select(version => new FoundVersion(
                    version.Package.Version.ToFullString(), version.LowerVersion, version.Downloads))],
                id.Sum(version => version.Downloads)))
            .ToList();
        return SearchAnswer.Write(urls, Owner, found.Count, found.Skip(request.Skip).Take(request.Take), request.SemVer2);
    }

    private static byte[] Autocomplete(IEnumerable<Nupkg> packages, IQueryCollection query)
    {
        var found = query["id"] is [{ Length: > 0 } id]
            ? packages.Where(package => string.Equals(package.Package.LowerId, id, StringComparison.OrdinalIgnoreCase))
                .Select(package => package.Package.Package.Version.ToFullString())
            : packages.Where(package => package.Package.LowerId.StartsWith(query["q"].ToString(), StringComparison.OrdinalIgnoreCase))
                .Select(package => package.Package.Package.Id).Distinct();
        return SearchAnswer.WriteAutocomplete(found.Count(), found);
    }
}
