using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.Uploads;
using BintrayPush.Storage.Publishing;

namespace BintrayPush.Server.Staging;

/// <summary>Looks at groups, promotes and drops them, whether a client of NuGet asks for it or somebody on a page.</summary>
internal sealed class GroupWork(
    IBintray bintray, IReleaseGroups releases, StagedGroups groups, ArtifactStates states, ReleaseTurns turns, ReleaseSealing seals)
{
    /// <summary>Looks at a group as it would be promoted: all of it, also what is not of the repository of the call.</summary>
    public async Task<GroupView> LookAsync(Call call, StagedRelease release)
    {
        var files = await groups.FilesAsync(release, call.Cancellation);
        var all = await states.OfAsync(files, files, call.Cancellation);
        var known = files.Zip(all).ToDictionary(file => file.First, file => file.Second);
        return new GroupView(
            release,
            [.. StagedGroups.PackagesIn(files, call.Repository).Select(member => (member, known[member]))],
            files.Count,
            files.Count > 0 && all.All(state => state.Blockers.Count == 0),
            [.. all.SelectMany(state => state.Blockers).Distinct()]);
    }

    /// <summary>Publishes the group in the path of a call, all of it or nothing. Again, it has no effect.</summary>
    /// <param name="call">The call, whose caller may do that.</param>
    /// <param name="fields">The body of the call, which may hold a passphrase.</param>
    /// <param name="check">Refuses a group that is not as it should be.</param>
    /// <exception cref="BintrayException">403: it is too late for one of its versions. 404, 409: it is not as expected.</exception>
    public async Task<SealAnswer> PromoteAsync(Call call, Fields fields, Action<StagedRelease>? check = null)
    {
        using var turn = await turns.TakeAsync(call);
        var release = await bintray.GetReleaseAsync(StagedGroups.AddressOf(call, call["group"]), call.Cancellation)
            ?? throw StagedGroups.Missing(call["group"]);
        check?.Invoke(release);
        if (release.Legs.Count == 0)
        {
            throw new BintrayException(BintrayException.Conflict, $"group '{release.Address.Id}' is empty: there is nothing to promote");
        }

        return await seals.SealAsync(call, release.Address, [.. release.Legs.Select(leg => leg.Name)], fields);
    }

    /// <summary>Drops the group in the path of a call and all that waits in it.</summary>
    /// <param name="call">The call, whose caller may stage.</param>
    /// <param name="check">Refuses a group that is not as it should be.</param>
    /// <exception cref="BintrayException">
    /// 403: it has what machines have staged, which needs more rights. 404: there is none. 409: it is being published.
    /// </exception>
    public async Task<PublishAnswer> DropAsync(Call call, Action<StagedRelease>? check = null)
    {
        using var turn = await turns.TakeAsync(call);
        var group = await groups.RequireAsync(call);
        check?.Invoke(group);
        if (HasMachines(group))
        {
            // What machines have staged is dropped with it, as by the call that drops a release.
            AccessRules.RequirePublish(call, call.Subject);
        }

        await releases.RequireOpenAsync(group.Address, call.Cancellation);
        return await bintray.DiscardReleaseAsync(group.Address, leg: null, call.Cancellation);
    }

    /// <summary>Whether machines have staged something of it as legs of their own.</summary>
    public static bool HasMachines(StagedRelease group) => group.Legs.Any(leg => !leg.Name.Equals(LegName.OfGroups));
}
