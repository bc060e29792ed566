using System.Text;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>
/// One history of a release that three machines stage, while others seal it, drop it, sweep and read, and some of them die; all from one
/// seed. A tool's package points to packages for single runtimes.
/// </summary>
internal sealed class LegWorld
{
    private const string Pointer = "tool";
    private static readonly RepositoryAddress Repository = RepositoryAddress.Of("acme", "tools");
    private static readonly ReleaseAddress Release = ReleaseAddress.Of("acme", ReleaseId.Of("run"));
    private static readonly LegName[] Legs = [LegName.Of("win"), LegName.Of("linux"), LegName.Of("mac")];

    private readonly MemoryStore _store = new();
    private readonly Scheduler _scheduler;
    private readonly bool _reliable;
    private TimeSpan _passed;
    private int _texts;

    public LegWorld(int seed)
    {
        _scheduler = new Scheduler(seed);
        _reliable = _scheduler.Random.Next(2) == 0;
    }

    public List<string> Failures { get; } = [];

    public IReadOnlyList<string> Log => _scheduler.Log;

    /// <summary>How the release was when all who live had come to their end: how many of its versions were public.</summary>
    public int PublicBefore { get; private set; }

    /// <summary>Lives it through; answers what was wrong.</summary>
    public IReadOnlyList<string> Live()
    {
        Do("setup", PrepareAsync);
        _scheduler.Mortality = _scheduler.Random.Next(3) > 0 ? 0.006 : 0;
        Func<ObjectStoreBintray, Task>[] lives =
        [
            .. Legs.Select(leg => (Func<ObjectStoreBintray, Task>)(service => StageAsync(service, leg, 1 + _scheduler.Random.Next(3)))),
            SealAsync, SealAsync, ReadAsync, ReadAsync,
            .. _scheduler.Random.Next(3) == 0 ? [DiscardAsync] : Array.Empty<Func<ObjectStoreBintray, Task>>(),
            .. _scheduler.Random.Next(3) == 0 ? [SweepAsync] : Array.Empty<Func<ObjectStoreBintray, Task>>(),
        ];
        var actors = lives.Select((life, i) => (Actor: new Actor($"actor{i}"), Life: life)).ToList();
        var running = actors.Select(actor => actor.Life(ServiceOf(actor.Actor, _reliable))).ToList();
        _scheduler.Run();
        for (var i = 0; i < running.Count; i++)
        {
            Check(actors[i].Actor.Dead || running[i].IsCompletedSuccessfully, $"actor{i}: {running[i].Exception?.InnerException}");
        }

        _scheduler.Mortality = 0;
        _passed = TimeSpan.FromHours(1);
        Do("recovery", RecoverAsync);
        Do("finisher", FinishAsync);
        return Failures;
    }

    private async Task RecoverAsync(ObjectStoreBintray service)
    {
        var before = await service.GetReleaseAsync(Release, CancellationToken.None);
        await service.CatchUpAsync(CancellationToken.None);
        await service.SweepAsync(SweepOptions.Exclusive, CancellationToken.None);
        var after = await service.GetReleaseAsync(Release, CancellationToken.None);
        Check(
            before?.Updated == after?.Updated && before?.Legs.Count == after?.Legs.Count, "an opening or a sweep has changed the release");
        var lists = _store.Objects.Keys.Count(key => key.StartsWith(Keys.Legs, StringComparison.Ordinal));
        var expected = after is null or { State: StagedState.Sealed } ? 0 : after.Legs.Count;
        Check(lists == expected, $"{lists} lists of files are there, and {expected} are referred to");
        var published = new List<int>();
        foreach (var package in PackagesOf(Legs))
        {
            published.Add(await PublishedAsync(service, package));
        }

        PublicBefore = Math.Min(1, published[0]);
        Check(published.All(count => count > 0 == PublicBefore > 0), $"of the release there is public: {string.Join(", ", published)}");
        Check(after?.State != StagedState.Sealed || PublicBefore == 1, "it is sealed, and not public");
    }

    /// <summary>Whatever has happened, the same commands again bring it to its end.</summary>
    private async Task FinishAsync(ObjectStoreBintray service)
    {
        for (var tries = 0; tries < 3; tries++)
        {
            if (await TryAsync(() => service.SealReleaseAsync(Release, Legs, CancellationToken.None)) is not null)
            {
                break;
            }

            // What somebody uploaded who died before it was recorded is in the way: a person drops it.
            foreach (var leg in Legs)
            {
                foreach (var package in PackagesOf([leg]))
                {
                    await service.DiscardAsync(VersionOf(package), CancellationToken.None);
                }

                await StageAsync(service, leg, 1);
            }
        }

        var sealing = await service.SealReleaseAsync(Release, Legs, CancellationToken.None);
        Check(sealing.WasSealed, "a release that was sealed is to be sealed again");
        Check((await service.GetReleaseAsync(Release, CancellationToken.None))?.State == StagedState.Sealed, "it is not sealed");
        await CheckPublicAsync(service, "finisher");
    }

    private async Task PrepareAsync(ObjectStoreBintray service)
    {
        await service.CreateRepositoryAsync(Repository, new RepositoryDetails(), CancellationToken.None);
        foreach (var package in PackagesOf(Legs))
        {
            await service.CreatePackageAsync(VersionOf(package).Package, new PackageDetails(), CancellationToken.None);
            await service.CreateVersionAsync(VersionOf(package), new VersionDetails(), CancellationToken.None);
        }
    }

    /// <summary>What a push of a leg does; once more with other bytes, or with other files.</summary>
    private async Task StageAsync(ObjectStoreBintray service, LegName leg, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var versions = new List<LegVersion>();
            foreach (var package in PackagesOf([leg]))
            {
                var text = $"text {++_texts}";
                var path = RepositoryPath.Of(i > 0 && _scheduler.Random.Next(2) == 0 ? $"{package}.txt" : $"{package}.nupkg");
                var upload = new UploadRequest { Version = VersionOf(package), Path = path };
                if (await TryAsync(() => service.UploadAsync(
                    upload, new MemoryStream(Encoding.UTF8.GetBytes(text)), CancellationToken.None)) is null)
                {
                    return;
                }

                versions.Add(new LegVersion(VersionOf(package), [new LegFile(path, Hex.Sha256Of(text), text.Length)]));
            }

            await TryAsync(() => service.StageLegAsync(Release, leg, new LegManifest(versions), CancellationToken.None));
        }
    }

    private async Task SealAsync(ObjectStoreBintray service)
    {
        var tries = _scheduler.Random.Next(120);
        for (var i = 0; i < tries; i++)
        {
            if (await TryAsync(() => service.SealReleaseAsync(Release, Legs, CancellationToken.None)) is not null)
            {
                await CheckPublicAsync(service, "a seal has answered");
                var state = (await service.GetReleaseAsync(Release, CancellationToken.None))?.State;
                Check(state == StagedState.Sealed, $"a seal has answered, and the release is {state}");
                return;
            }
        }
    }

    private async Task DiscardAsync(ObjectStoreBintray service)
    {
        var leg = _scheduler.Random.Next(2) == 0 ? null : Legs[_scheduler.Random.Next(Legs.Length)];
        await TryAsync(() => service.DiscardReleaseAsync(Release, leg, CancellationToken.None));
    }

    private async Task SweepAsync(ObjectStoreBintray service) =>
        await TryAsync(() => service.SweepAsync(new SweepOptions { Grace = TimeSpan.FromHours(1) }, CancellationToken.None));

    /// <summary>Whoever sees the package that points to others sees those from then on.</summary>
    private async Task ReadAsync(ObjectStoreBintray service)
    {
        for (var i = 0; i < 60; i++)
        {
            if (await PublishedAsync(service, Pointer) > 0)
            {
                await CheckPublicAsync(service, "the package that points to others was seen");
                return;
            }
        }
    }

    private async Task CheckPublicAsync(ObjectStoreBintray service, string when)
    {
        foreach (var package in PackagesOf(Legs))
        {
            Check(await PublishedAsync(service, package) > 0, $"{when}: {package} is not public");
        }
    }

    private static async Task<int> PublishedAsync(ObjectStoreBintray service, string package) =>
        (await service.ListFilesAsync(VersionOf(package), includeUnpublished: false, CancellationToken.None)).Published.Count;

    private async Task<T?> TryAsync<T>(Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await call();
        }
        catch (BintrayException refusal)
        {
            _scheduler.Log.Add($"{_scheduler.Now} refused: {refusal.Status} {refusal.Message}");
            Check(
                refusal.Status is 404 or 409
                    || (!_reliable && refusal.Message.EndsWith("the answer got lost", StringComparison.Ordinal)), refusal.ToString());
            return null;
        }
    }

    private void Do(string name, Func<ObjectStoreBintray, Task> work)
    {
        var task = work(ServiceOf(new Actor(name), reliable: true));
        _scheduler.Run();
        Check(task.IsCompletedSuccessfully, $"{name}: {task.Exception?.InnerException}");
    }

    private ObjectStoreBintray ServiceOf(Actor actor, bool reliable) => new(
        new GatedStore(_store, actor, _scheduler, (_, _) => { }) { Reliable = reliable },
        viewFiles: null,
        new StorageEnvironment
        {
            Now = () => DateTimeOffset.UnixEpoch.AddSeconds(_scheduler.Now) + _passed,
            NewId = _scheduler.NewId,
            Pause = (_, _) => _scheduler.TurnAsync(actor, "pause"),
        });

    private void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            Failures.Add($"{_scheduler.Now}: {otherwise}");
        }
    }

    /// <summary>One machine has the package that points to others, too.</summary>
    private static IEnumerable<string> PackagesOf(IEnumerable<LegName> legs) =>
        legs.SelectMany(leg => leg.Equals(Legs[1]) ? [Pointer, $"{Pointer}.{leg}"] : new[] { $"{Pointer}.{leg}" });

    private static VersionAddress VersionOf(string package) => VersionAddress.Of(PackageAddress.Of(Repository, package), "1.0");
}
