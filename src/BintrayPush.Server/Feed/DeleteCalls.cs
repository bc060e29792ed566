using BintrayPush.Api.Service;
using BintrayPush.Feed.Model;
using BintrayPush.Server.Access;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Uploads;
using BintrayPush.Storage;
using NuGet.Versioning;

namespace BintrayPush.Server.Feed;

/// <summary>
/// What NuGet's clients delete and list again (NuGet API, "Push and Delete"). Any number of files may be one version of an id: all of them
/// are meant, or the next one would take the place of the first.
/// </summary>
internal sealed class DeleteCalls(
    IServerStore store, FeedIndex index, RepositoryFacts facts, ChangeWindow window, ServerSettings settings)
{
    private readonly IBintray _bintray = store.Service;
    private readonly PublishedPackages _published = new(store, index, facts);

    public IEnumerable<CallRoute> Routes =>
    [
        new("DELETE", "nuget/{subject}/{repo}/v3/package/{id}/{version}", Needs.Publish, DeleteAsync),
        new("POST", "nuget/{subject}/{repo}/v3/package/{id}/{version}", Needs.Publish, call => ListAsync(call, listed: true)),
    ];

    /// <summary>The version in the path of a call. A client sends what somebody has typed: 1.0 is 1.0.0.</summary>
    public static string NumberIn(Call call) =>
        NuGetVersion.TryParse(call["version"], out var number) ? number.ToNormalizedString() : call["version"];

    /// <summary>As nuget.org does it, a deleted version is only hidden from searches: who needs it still gets it.</summary>
    private async Task DeleteAsync(Call call)
    {
        if (!settings.FeedDeletes)
        {
            await ListAsync(call, listed: false);
            return;
        }

        var files = await RequireAsync(call);
        foreach (var file in files)
        {
            await window.RequireOpenAsync(call, file.Version);
        }

        foreach (var file in files)
        {
            // Symbols first: what is left if only one of the two can be deleted is a package, which can be deleted again.
            await DeleteSymbolsAsync(call, file.Version);
            await UnlessGoneAsync(_bintray.DeleteFileAsync(FileOf(call, RepositoryPath.Of(file.Path)), call.Cancellation));
            // Who pushes it again begins anew. What is said of it goes last: it hides what is still there.
            await UnlessGoneAsync(_bintray.DeleteAttributesAsync(file.Version, VersionNotes.All, call.Cancellation));
        }

        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Without their package they would be in the way of the symbols of another build.</summary>
    private async Task DeleteSymbolsAsync(Call call, VersionAddress version)
    {
        var name = $"{call["id"]}.{NumberIn(call)}.snupkg";
        var files = await _bintray.ListFilesAsync(version, includeUnpublished: false, call.Cancellation);
        foreach (var symbols in files.Published.Where(file => file.Path.Value.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            await UnlessGoneAsync(_bintray.DeleteFileAsync(FileOf(call, symbols.Path), call.Cancellation));
        }
    }

    private static FileAddress FileOf(Call call, RepositoryPath path) => new(call.Repository, path);

    private static async Task UnlessGoneAsync(Task change)
    {
        try
        {
            await change;
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            // Somebody else deletes the same.
        }
    }

    private async Task ListAsync(Call call, bool listed)
    {
        var said = new AttributeValues(VersionNotes.Listed, AttributeType.Boolean, [listed ? "true" : "false"]);
        var files = await RequireAsync(call);
        foreach (var file in files)
        {
            await _bintray.MergeAttributesAsync(file.Version, [said], call.Cancellation);
        }

        var isThere = false;
        foreach (var file in files)
        {
            // If it was deleted meanwhile, what was said here would hide the next push of it.
            if (await _bintray.GetFileAsync(FileOf(call, RepositoryPath.Of(file.Path)), call.Cancellation) is not null)
            {
                isThere = true;
            }
            else
            {
                await UnlessGoneAsync(_bintray.DeleteAttributesAsync(file.Version, [VersionNotes.Listed], call.Cancellation));
            }
        }

        if (!isThere)
        {
            throw Missing(call);
        }

        call.Http.Response.StatusCode = listed ? StatusCodes.Status200OK : StatusCodes.Status204NoContent;
    }

    private async Task<IReadOnlyList<PublishedPackage>> RequireAsync(Call call) =>
        await _published.FindAllAsync(call, call["id"], NumberIn(call)) is { Count: > 0 } files
            ? files
            : throw Missing(call);

    private static BintrayException Missing(Call call) =>
        new(BintrayException.NotFound, $"the feed '{call.Repository}' has no '{call["id"]} {call["version"]}'");
}
