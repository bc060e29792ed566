using BintrayPush.Api.Service;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>Which version a file in the path of a call belongs to.</summary>
internal static class FileOwners
{
    /// <summary>The file: a published one for everybody, a pending one too for publishers.</summary>
    /// <exception cref="BintrayException">404: there is none.</exception>
    public static async Task<RepositoryFile> RequireAsync(IBintray bintray, Call call)
    {
        var file = await bintray.GetFileAsync(call.File, call.Cancellation);
        if (file is null && call.MayPublish)
        {
            using var pending = await bintray.DownloadAsync(call.File, includeUnpublished: true, call.Cancellation);
            file = pending?.Listed;
        }

        return file ?? throw Refusal.NoFile(call.File.Path.Value);
    }
}
