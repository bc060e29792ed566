using BintrayPush.Api.Service;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>Attributes of packages, versions and files (protocol reference, section 6).</summary>
internal sealed class AttributeCalls(IBintray bintray)
{
    private const string OfPackage = "packages/{subject}/{repo}/{package}/attributes";
    private const string OfVersion = "packages/{subject}/{repo}/{package}/versions/{version}/attributes";
    private const string OfFile = "files/{subject}/{repo}/{path*}/attributes";

    public IEnumerable<CallRoute> Routes => new (string Pattern, Func<Call, Task<MetadataOwner>> Owner)[]
    {
        (OfPackage, call => Task.FromResult<MetadataOwner>(call.Package)),
        (OfVersion, async call => await VersionCalls.ResolveAsync(bintray, call)),
        (OfFile, call => Task.FromResult<MetadataOwner>(call.File)),
    }.SelectMany(place => new CallRoute[]
    {
        new("GET", place.Pattern, Needs.Read, async call => await GetAsync(call, await place.Owner(call))),
        new("POST", place.Pattern, Needs.Publish, async call => await ReplaceAsync(call, await place.Owner(call))),
        new("PATCH", place.Pattern, Needs.Publish, async call => await MergeAsync(call, await place.Owner(call))),
        new("DELETE", place.Pattern, Needs.Publish, async call => await DeleteAsync(call, await place.Owner(call))),
    });

    private async Task GetAsync(Call call, MetadataOwner owner)
    {
        // What waits for a publish exists for publishers only.
        if (owner is FileAddress file && !call.MayPublish && await bintray.GetFileAsync(file, call.Cancellation) is null)
        {
            throw Refusal.NoFile(file.Path.Value);
        }

        await AnswerAsync(call, owner, await bintray.GetAttributesAsync(owner, Names(call), call.Cancellation));
    }

    private async Task ReplaceAsync(Call call, MetadataOwner owner)
    {
        var attributes = AttributeJson.Read(await call.ReadJsonAsync(), nullAllowed: false);
        await AnswerAsync(call, owner, await bintray.ReplaceAttributesAsync(owner, attributes, call.Cancellation));
    }

    private async Task MergeAsync(Call call, MetadataOwner owner)
    {
        var attributes = AttributeJson.Read(await call.ReadJsonAsync(), nullAllowed: true);
        if (owner is FileAddress file && call.Query.Flag("pending") == true)
        {
            await bintray.SetPendingMetadataAsync(file, listed: null, attributes, call.Cancellation);
            await Answer.SuccessAsync(call.Http);
            return;
        }

        await AnswerAsync(call, owner, await bintray.MergeAttributesAsync(owner, attributes, call.Cancellation));
    }

    private async Task DeleteAsync(Call call, MetadataOwner owner)
    {
        var names = Names(call);
        await bintray.DeleteAttributesAsync(owner, names, call.Cancellation);
        await (owner is FileAddress file
            ? Answer.MessageAsync(
                call.Http, StatusCodes.Status200OK, $"Attributes were deleted successfully from the following file path: {file.Path}")
            : Answer.SuccessAsync(call.Http));
    }

    /// <summary>The named ones; an empty <c>names=</c> means all.</summary>
    private static string[]? Names(Call call)
    {
        string[] names = [
            .. call.Query.All("names")
                .SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        ];
        return names.Length == 0 ? null : names;
    }

    private static Task AnswerAsync(Call call, MetadataOwner owner, IReadOnlyList<AttributeValues> attributes) => Answer.ListAsync(
        call.Http,
        attributes.Where(attribute => AttributeJson.IsVisible(attribute.Name, call.MayPublish)),
        (json, attribute) => AttributeJson.Write(json, attribute, owner is FileAddress));
}
