using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Uploads;

/// <summary>
/// How long a published version may change (protocol reference 8.2): days for everybody set at the server, days for those who are
/// not admins set at the repository. They count from its first file that is still published.
/// </summary>
internal sealed class ChangeWindow(IBintray bintray, RepositoryFacts facts, int days)
{
    /// <summary>Refuses a change that comes too late.</summary>
    /// <exception cref="BintrayException">403: the window is over.</exception>
    public async Task RequireOpenAsync(Call call, VersionAddress version)
    {
        if (await LimitAsync(call, version) is not { } limit
            || await bintray.GetVersionAsync(version, call.Cancellation) is not { Published: true })
        {
            return;
        }

        var files = await bintray.ListFilesAsync(version, includeUnpublished: false, call.Cancellation);
        if (files.Published.Count > 0 && (DateTimeOffset.UtcNow - files.Published.Min(file => file.Created)).TotalDays > limit)
        {
            throw Refusal.WindowIsOver(version.Name, limit);
        }
    }

    /// <inheritdoc cref="RequireOpenAsync(Call, VersionAddress)"/>
    public async Task RequireOpenAsync(Call call, FileAddress file)
    {
        if (await bintray.GetFileAsync(file, call.Cancellation) is { } found)
        {
            await RequireOpenAsync(call, found.Version);
        }
    }

    private async Task<int?> LimitAsync(Call call, VersionAddress version)
    {
        var own = call.Caller.RoleOn(call.Subject) < Role.Admin
            ? (await facts.FindAsync(version.Repository, call.Cancellation))?.VersionUpdateMaxDays
            : null;
        return own ?? (days > 0 ? days : null);
    }
}
