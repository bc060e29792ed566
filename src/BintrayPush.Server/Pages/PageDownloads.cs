using BintrayPush.Server.Http;
using BintrayPush.Server.Users;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Statistics;

namespace BintrayPush.Server.Pages;

/// <summary>
/// What pages say of downloads. Whoever may see a package is told how many there were in all, as the search of a feed does; single days
/// are for those whom the calls for statistics would answer.
/// </summary>
internal sealed class PageDownloads(IDownloadCounts counts, TimeProvider time)
{
    /// <summary>What was counted of the package of a call; <see langword="null"/> if that cannot be read: no page depends on it.</summary>
    public async Task<PackageDownloads?> ReadAsync(Call call)
    {
        try
        {
            return await counts.ReadAsync(call.Package, call.Cancellation);
        }
        catch (BintrayException)
        {
            return null;
        }
    }

    /// <summary>The numbers of a package.</summary>
    public DownloadFigures OfPackage(Call call, PackageDownloads counted) =>
        Of(call, counted.Total, counted.Versions.Values.Select(version => version.All));

    /// <summary>The numbers of a version.</summary>
    public DownloadFigures OfVersion(Call call, VersionDownloads counted) => Of(call, counted.All.Total, [counted.All]);

    private DownloadFigures Of(Call call, long total, IEnumerable<CountedDays> counted) =>
        call.Caller.RoleOn(call.Subject).Includes(Role.Publish)
            ? DownloadFigures.Of(total, counted, time.GetUtcNow())
            : new DownloadFigures(total, []);
}
