using BintrayPush.Api.Service;
using BintrayPush.Feed.Documents;
using BintrayPush.Feed.Model;
using BintrayPush.Feed.Queries;
using BintrayPush.Server.Access;
using BintrayPush.Server.Downloads;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Staging;

/// <summary>
/// The feed of what is staged in a group, at <c>/nuget/:subject/:repo/staged/:group/v3/index.json</c>, for those who may see what waits: a
/// pipeline restores from it exactly the bytes that a promotion publishes. A published group has no such feed any more.
/// </summary>
internal sealed class StagedFeedCalls(
    IBintray bintray,
    StagedGroups groups,
    StagedContents contents,
    RepositoryFacts facts,
    FeedAddress addresses,
    ContentCalls parts,
    DownloadCalls downloads)
{
    private const string Root = "nuget/{subject}/{repo}/staged/{group}/v3";

    public IEnumerable<CallRoute> Routes =>
    [
        Read("index.json", (call, _) => ServiceIndex.WriteStaged(UrlsOf(call))),
        Read("search", Search),
        Read("flat/{id}/index.json", (call, files) => PackageVersions.Write(
            OfId(call, files) is { Count: > 0 } found ? found.Select(file => file.Package.LowerVersion) : throw FeedCalls.Missing(call))),
        .. new RegistrationCalls(Root, Needs.Staged, UrlsOf, async (call, write) =>
            write(OfId(call, await FilesAsync(call)).Select(file => file.Package))).Routes,
        new("GET", $"{Root}/flat/{{id}}/{{version}}/{{name}}", Needs.Staged, SendAsync),
    ];

    private static IReadOnlyList<FeedFile> OfId(Call call, IReadOnlyList<FeedFile> files) =>
        [.. files.Where(file => file.Package.LowerId.Equals(call["id"], StringComparison.OrdinalIgnoreCase))];

    private FeedUrls UrlsOf(Call call) => addresses.OfStaged(call, ReleaseId.Of(call["group"]));

    private CallRoute Read(string path, Func<Call, IReadOnlyList<FeedFile>, byte[]> write) =>
        new("GET", $"{Root}/{path}", Needs.Staged, async call => await FeedAnswer.JsonAsync(call, write(call, await FilesAsync(call))));

    /// <summary>The packages of the group, by version; of two that say the same id and version the first by its path counts.</summary>
    private async Task<IReadOnlyList<FeedFile>> FilesAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        var release = await groups.FindAsync(ReleaseAddress.Of(call.Subject, ReleaseId.Of(call["group"])), call.Cancellation)
            ?? throw StagedGroups.Missing(call["group"]);
        var packages = StagedGroups.PackagesIn(await groups.FilesAsync(release, call.Cancellation), call.Repository)
            .Where(artifact => !artifact.IsSymbols)
            .OrderBy(artifact => artifact.File.Path.Value, StringComparer.Ordinal);
        return
        [
            .. (await contents.ReadAsync([.. packages], call.Cancellation))
                .DistinctBy(file => (file.Package.LowerId, file.Package.LowerVersion))
                .OrderBy(file => file.Package.Package.Version),
        ];
    }

    private byte[] Search(Call call, IReadOnlyList<FeedFile> files)
    {
        var request = SearchRequest.Read(name => call.Query[name]);
        var (total, page) = StagedSearch.Find([.. files.Select(file => file.Package)], call.Subject, request);
        return SearchAnswer.Write(UrlsOf(call), call.Subject, total, page, request.SemVer2);
    }

    private async Task SendAsync(Call call)
    {
        var version = call["version"].ToLowerInvariant();
        var file = OfId(call, await FilesAsync(call)).FirstOrDefault(found => found.Package.LowerVersion == version)
            ?? throw Refusal.NoFile(call.Target.Shown);
        using var download = await bintray.DownloadAsync(
            new FileAddress(call.Repository, RepositoryPath.Of(file.Package.Path)), includeUnpublished: true, call.Cancellation);
        if (download?.File.Sha256 != file.Sha256)
        {
            // Staged anew a moment ago: the group never answers with bytes that it does not have.
            throw Refusal.NoFile(call.Target.Shown);
        }

        await (ContentCalls.IsWhole(call, file.Package)
            ? downloads.SendAsync(call, download)
            : parts.SendPartAsync(call, file, download));
    }
}
