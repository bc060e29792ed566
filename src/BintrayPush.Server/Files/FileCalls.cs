using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Catalog;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Files;

/// <summary>Lists of files, and what is said about one (protocol reference, sections 7 and 11).</summary>
internal sealed class FileCalls(IBintray bintray)
{
    public IEnumerable<CallRoute> Routes =>
    [
        new("GET", "packages/{subject}/{repo}/{package}/files", Needs.Read, ListOfPackageAsync),
        new("GET", "packages/{subject}/{repo}/{package}/versions/{version}/files", Needs.Read, ListOfVersionAsync),
        new("PUT", "file_metadata/{subject}/{repo}/{path*}", Needs.Publish, SetMetadataAsync),
    ];

    private Task ListOfPackageAsync(Call call) =>
        AnswerAsync(call, unpublished => bintray.ListFilesAsync(call.Package, unpublished, call.Cancellation));

    private async Task ListOfVersionAsync(Call call)
    {
        var version = await VersionCalls.ResolveAsync(bintray, call);
        await AnswerAsync(call, unpublished => bintray.ListFilesAsync(version, unpublished, call.Cancellation));
    }

    private async Task SetMetadataAsync(Call call)
    {
        var fields = await call.ReadFieldsAsync();
        var listed = fields.Flag("list_in_downloads") ?? throw Refusal.BadRequest("'list_in_downloads' is expected");
        if (call.Query.Flag("pending") == true)
        {
            await bintray.SetPendingMetadataAsync(call.File, listed, [], call.Cancellation);
            await Answer.SuccessAsync(call.Http);
            return;
        }

        var answer = await bintray.SetListedInDownloadsAsync(call.File, listed, call.Cancellation);
        await Answer.SuccessAsync(call.Http, warning: answer.Warning);
    }

    /// <summary>
    /// With <c>include_unpublished=1</c> a path stands once, with the bytes that a publish would make public. Who has asked for more gets
    /// both entries where a published file waits to be replaced, marked which is which.
    /// </summary>
    private static async Task AnswerAsync(Call call, Func<bool, Task<FileListing>> list)
    {
        var unpublished = call.Query.Flag("include_unpublished") == true;
        if (unpublished)
        {
            AccessRules.RequireWaiting(call);
        }

        var files = await list(unpublished);
        if (call.WantsAllOfFiles)
        {
            var published = files.Published.Select(file => (File: file, Published: true));
            await Answer.ListAsync(
                call.Http,
                published.Concat(files.Unpublished.Select(file => (File: file, Published: false))),
                (json, item) => FileJson.Write(json, item.File, all: true, unpublished ? item.Published : null));
            return;
        }

        var replaced = files.Unpublished.Select(file => file.Path).ToHashSet();
        var shown = files.Published.Where(file => !replaced.Contains(file.Path)).Concat(files.Unpublished);
        await Answer.ListAsync(
            call.Http, shown.OrderBy(file => file.Path.Value, StringComparer.Ordinal), (json, file) =>
                FileJson.Write(json, file, all: false));
    }
}
