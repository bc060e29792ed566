using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Uploads;
using BintrayPush.Storage;
using BintrayPush.Storage.Publishing;

namespace BintrayPush.Server.Staging;

/// <summary>
/// What clients stage: it is looked at like what they push, and waits then, in a group or without one. Nothing here makes anything public.
/// </summary>
internal sealed class StageCalls(
    IServerStore store,
    StagedGroups groups,
    StagingAnswers answers,
    ArtifactMoves moves,
    StagedPairs pairs,
    ReleaseTurns turns,
    SentPackages sent,
    PublishedPackages published,
    RepositoryFacts facts,
    ServerSettings settings)
{
    private readonly IBintray _bintray = store.Service;
    private readonly IReleaseGroups _releases = store.Groups;

    public IEnumerable<CallRoute> Routes =>
    [
        new("PUT", $"{StagingAnswers.Root}/package", Needs.StagedChange, StageAsync),
        new("PUT", $"{StagingAnswers.Root}/symbols", Needs.StagedChange, StageSymbolsAsync),
    ];

    private async Task StageAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        using var form = await StagingForm.ReadAsync(call, StagingJson.Package, store, settings);
        var package = await sent.ReadAsync(call, form.Arrived);
        using var turn = await turns.TakeAsync(call);
        var number = package.Version.ToNormalizedString();
        var (found, known) = await published.FindAsync(call, package.Id, number.ToLowerInvariant());
        if (found is not null)
        {
            await AnswerPublicAsync(call, form, found.Version, found.Path, found.Sha256, package.Id);
            return;
        }

        await sent.RequireWholeAsync(call, form.Arrived);
        var staged = await groups.FindAsync(call, package.Id, number);
        var earlier = staged.FirstOrDefault(artifact => !artifact.IsSymbols);
        var version = earlier?.Version ?? VersionAddress.Of(PackageAddress.Of(call.Repository, known ?? package.Id), number);
        var release = await TargetAsync(call, form, version, earlier, staged);
        if (earlier is not null && await IsKeptAsync(call, form, earlier))
        {
            await moves.MoveAsync(earlier, release, call.Cancellation);
        }
        else
        {
            if (earlier is not null && earlier.File.Sha256 != form.Arrived.Sha256)
            {
                // The symbols of bytes that are replaced belong to nothing any more.
                await DropAsync(call, staged.Where(artifact => artifact.IsSymbols));
            }

            // The package of what was staged before may have been deleted meanwhile.
            var isThere = await _bintray.GetPackageAsync(version.Package, call.Cancellation) is not null;
            await sent.CreateAsync(call, package, isThere ? version.Package.Name : null);
            var path = earlier?.File.Path ?? RepositoryPath.Of($"{package.Id}.{version.Name}.nupkg");
            await StoreAsync(call, form, release, version, path, earlier);
        }

        await pairs.SettleAsync(call, package.Id, number);
        await AnswerAsync(call, earlier, form, package.Id, number, isSymbols: false);
    }

    /// <summary>Debug information is taken only for a package that is staged or public, and only if it is that package's own.</summary>
    private async Task StageSymbolsAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        using var form = await StagingForm.ReadAsync(call, StagingJson.Symbols, store, settings);
        var symbols = await sent.ReadSymbolsAsync(call, form.Arrived);
        using var turn = await turns.TakeAsync(call);
        var number = symbols.Version.ToNormalizedString();
        var staged = await groups.FindAsync(call, symbols.Id, number);
        var package = staged.FirstOrDefault(artifact => !artifact.IsSymbols);
        var (found, _) = package is null ? await published.FindAsync(call, symbols.Id, number.ToLowerInvariant()) : default;
        var owner = package?.Version ?? found?.Version ?? throw new BintrayException(
            BintrayException.NotFound, $"package '{symbols.Id} {number}' is neither staged nor public; stage it before its symbols");
        await sent.RequireOwnAsync(
            call, package?.File.Path.Value ?? found!.Path, includeUnpublished: package is not null, symbols);
        var earlier = staged.FirstOrDefault(artifact => artifact.IsSymbols);
        var path = earlier?.File.Path ?? RepositoryPath.Of($"{symbols.Id}.{number}.snupkg");
        if (await _bintray.GetFileAsync(new FileAddress(call.Repository, path), call.Cancellation) is { } there)
        {
            await AnswerPublicAsync(call, form, there.Version, path.Value, there.Sha256!, symbols.Id);
            return;
        }

        await sent.RequireWholeAsync(call, form.Arrived);
        var release = await TargetAsync(call, form, owner, earlier ?? package, staged);
        if (earlier is null || !await IsKeptAsync(call, form, earlier))
        {
            await StoreAsync(call, form, release, owner, path, earlier);
        }

        if (package is not null)
        {
            await moves.MoveAsync(package, release, call.Cancellation);
        }

        await pairs.SettleAsync(call, symbols.Id, number);
        await AnswerAsync(call, earlier, form, symbols.Id, number, isSymbols: true);
    }

    /// <summary>
    /// The release that it goes to: the group that is named, or the one it is in. All that could be in the way is found before anything is
    /// stored: what no release names would wait for ever.
    /// </summary>
    /// <exception cref="BintrayException">409: the release takes nothing more, or what is staged of it stays where it is.</exception>
    private async Task<ReleaseAddress> TargetAsync(
        Call call, StagingForm form, VersionAddress version, StagedArtifact? earlier, IReadOnlyList<StagedArtifact> staged)
    {
        var release = form.Group is { } group ? StagedGroups.AddressOf(call, group)
            : earlier?.Release.Address ?? StagedGroups.Ungrouped(call);
        await _releases.RequireRoomAsync(release, version, call.Cancellation);
        foreach (var artifact in staged.Where(artifact => !artifact.Release.Address.Equals(release)))
        {
            artifact.RequireOwn();
            await _releases.RequireOpenAsync(artifact.Release.Address, call.Cancellation);
        }

        if ((await store.GetRepositoryDetailsAsync(call.Repository, call.Cancellation))?.GpgSignFiles == true)
        {
            throw new BintrayException(
                BintrayException.Conflict,
                $"files of '{call.Repository}' are signed (gpg_sign_files), and have to be before they are staged: use 'bintray stage'");
        }

        return release;
    }

    /// <summary>Whether the same bytes wait already, so that there is nothing to be stored.</summary>
    /// <exception cref="BintrayException">409: another leg has staged other bytes.</exception>
    private async Task<bool> IsKeptAsync(Call call, StagingForm form, StagedArtifact earlier)
    {
        if (earlier.File.Sha256 == form.Arrived.Sha256)
        {
            var state = (await answers.States.OfAsync([earlier], [], call.Cancellation))[0];
            return state.Status != ArtifactState.Failed;
        }

        earlier.RequireOwn();
        return false;
    }

    private async Task StoreAsync(
        Call call, StagingForm form, ReleaseAddress release, VersionAddress version, RepositoryPath path, StagedArtifact? earlier)
    {
        var upload = new UploadRequest
        {
            Version = version,
            Path = path,
            Size = form.Arrived.Content.Length,
            Sha256 = form.Arrived.Sha256,
        };
        await _bintray.UploadAsync(upload, form.Arrived.Rewound(), call.Cancellation);
        var one = new LegVersion(version, [new LegFile(path, form.Arrived.Sha256, form.Arrived.Content.Length)]);
        try
        {
            // Also if the caller has gone by now: what no release names would wait for ever.
            await moves.PutAsync(one, release, earlier is null ? [] : [earlier], CancellationToken.None);
        }
        catch (BintrayException refusal) when (refusal.Status == BintrayException.Conflict)
        {
            await moves.DropUnlistedAsync(one, StagedGroups.Ungrouped(call), CancellationToken.None);
            throw;
        }
    }

    private async Task DropAsync(Call call, IEnumerable<StagedArtifact> artifacts)
    {
        foreach (var artifact in artifacts)
        {
            await moves.DropAsync(artifact, call.Cancellation);
        }
    }

    private async Task AnswerPublicAsync(
        Call call, StagingForm form, VersionAddress version, string path, string sha256, string id)
    {
        if (sha256 != form.Arrived.Sha256)
        {
            using var known = await sent.OpenAsync(call, path, includeUnpublished: false) ?? throw Refusal.NoFile(path);
            throw await SentPackages.DifferAsync(call, $"'{path}' is public already", known, form.Arrived);
        }

        var isSymbols = path.EndsWith(".snupkg", StringComparison.OrdinalIgnoreCase);
        await Answer.JsonAsync(
            call.Http, StatusCodes.Status200OK, json => StagingJson.WritePublic(json, id, version, isSymbols));
    }

    private async Task AnswerAsync(
        Call call, StagedArtifact? earlier, StagingForm form, string id, string number, bool isSymbols)
    {
        var isKnown = earlier?.File.Sha256 == form.Arrived.Sha256;
        var now = (await groups.FindAsync(call, id, number)).FirstOrDefault(artifact => artifact.IsSymbols == isSymbols);
        // Who deletes or promotes it at this moment was faster.
        await answers.ArtifactAsync(
            call,
            isKnown ? StatusCodes.Status200OK : StatusCodes.Status201Created,
            now ?? throw new BintrayException(BintrayException.Conflict, $"'{id} {number}' was staged, and taken out of it meanwhile"));
    }
}
