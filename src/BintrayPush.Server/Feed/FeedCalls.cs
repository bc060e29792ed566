using BintrayPush.Feed.Documents;
using BintrayPush.Feed.Model;
using BintrayPush.Feed.Queries;
using BintrayPush.Server.Access;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Server.Http;
using BintrayPush.Server.Statistics;

namespace BintrayPush.Server.Feed;

/// <summary>
/// What clients read in the feed of a NuGet repository (docs/nuget.md): each repository of type <c>nuget</c> is one, at
/// <c>/nuget/:subject/:repo/v3/index.json</c>.
/// </summary>
internal sealed class FeedCalls(
    FeedIndex index, RepositoryFacts facts, FeedAddress addresses, KnownVulnerabilities vulnerabilities, DownloadTotals downloads)
{
    public IEnumerable<CallRoute> Routes =>
    [
        Read("index.json", (call, _) => ServiceIndex.Write(addresses.Of(call))),
        new("GET", "nuget/{subject}/{repo}/v3/search", Needs.Read, SearchAsync),
        Read("autocomplete", Complete),
        Read("vulnerabilities/index.json", (call, _) => vulnerabilities.Index(addresses.Of(call))),
        Read("vulnerabilities/all.json", (_, _) => vulnerabilities.Page()),
        Read("flat/{id}/index.json", Versions),
        .. new RegistrationCalls("nuget/{subject}/{repo}/v3", Needs.Read, addresses.Of, AnswerAsync).Routes,
    ];

    /// <summary>Asks a feed, once it shows what is published now.</summary>
    /// <exception cref="BintrayException">404: there is no such repository, or it is no feed.</exception>
    public static async Task<T> AskAsync<T>(FeedIndex index, RepositoryFacts facts, Call call, Func<FeedReader, T> ask)
    {
        await RequireAsync(facts, call);
        return await index.AskAsync(call.Repository, ask, call.Cancellation);
    }

    /// <summary>Refuses what is no feed, without asking for what is in it.</summary>
    /// <exception cref="BintrayException">404: there is no such repository, or it is no feed.</exception>
    public static async Task RequireAsync(RepositoryFacts facts, Call call)
    {
        if (await facts.FindAsync(call.Repository, call.Cancellation) is not { Type: RepositoryTypes.NuGet })
        {
            throw new BintrayException(
                BintrayException.NotFound, $"there is no NuGet feed '{call.Repository}': it is no repository of type nuget");
        }
    }

    /// <summary>There is no such id, or no such version of it.</summary>
    public static BintrayException Missing(Call call) =>
        new(BintrayException.NotFound, $"the feed '{call.Repository}' has no '{call["id"]}' like that");

    private CallRoute Read(string path, Func<Call, FeedReader, byte[]> write) =>
        new("GET", $"nuget/{{subject}}/{{repo}}/v3/{path}", Needs.Read, async call =>
        {
            // A client that reads slowly must not hold the index at the state that it was answered from.
            await FeedAnswer.JsonAsync(call, await AskAsync(index, facts, call, feed => write(call, feed)));
        });

    private Task<byte[]> AnswerAsync(Call call, Func<IEnumerable<FeedPackage>, byte[]> write) =>
        AskAsync(index, facts, call, feed => write(feed.Versions(call["id"]).Select(file => vulnerabilities.AddTo(file.Package))));

    private static byte[] Versions(Call call, FeedReader feed)
    {
        var versions = feed.Numbers(call["id"]);
        return versions.Count > 0
            ? PackageVersions.Write(versions.Select(version => version.Lower))
            : throw Missing(call);
    }

    private async Task SearchAsync(Call call)
    {
        var request = SearchRequest.Read(name => call.Query[name]);
        var (total, page) = await AskAsync(index, facts, call, feed => feed.Search(request));
        // Not while the index is held at a state: a bucket may be far away.
        var counted = await downloads.OfFilesAsync(
            call.Repository, page.SelectMany(found => found.Listed).Select(version => (version.Package, version.Path)), call.Cancellation);
        var found = page.Select(package => package.ToFound(version => counted(version.Package, version.Path)))
            .Select(package => package with { Latest = vulnerabilities.AddTo(package.Latest) });
        await FeedAnswer.JsonAsync(
            call, SearchAnswer.Write(addresses.Of(call), call.Repository.Subject, total, found, request.SemVer2));
    }

    private static byte[] Complete(Call call, FeedReader feed)
    {
        var request = SearchRequest.Read(name => call.Query[name]);
        if (call.Query["id"] is { Length: > 0 } id)
        {
            string[] versions =
            [
                .. feed.Numbers(id)
                    .Where(version => version.IsShownTo(request.Prerelease, request.SemVer2))
                    .Select(version => version.Number.ToFullString()),
            ];
            return SearchAnswer.WriteAutocomplete(versions.Length, versions);
        }

        var (total, found) = feed.Search(
            request with { Terms = [.. request.Terms.Select(term => term with { Field = SearchField.Id })] });
        return SearchAnswer.WriteAutocomplete(total, found.Select(package => package.Latest.Package.Id));
    }
}
