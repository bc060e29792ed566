using System.Text;
using System.Text.Json;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>One history: some actors, a common store, and what they ask of it, all from one seed.</summary>
internal sealed class World
{
    private const int MostActors = 5;
    private const int MostCalls = 6;
    private static readonly TimeSpan SweepWait = TimeSpan.FromHours(1);
    private static readonly RepositoryAddress Repository = RepositoryAddress.Of("acme", "tools");
    private static readonly PackageAddress[] Packages = [PackageAddress.Of(Repository, "a"), PackageAddress.Of(Repository, "b")];
    private static readonly VersionAddress[] Versions =
        [VersionAddress.Of(Packages[0], "1"), VersionAddress.Of(Packages[0], "2"), VersionAddress.Of(Packages[1], "3")];
    private static readonly RepositoryPath[] Paths =
        [RepositoryPath.Of("p"), RepositoryPath.Of("q"), RepositoryPath.Of("a"), RepositoryPath.Of("m"), RepositoryPath.Of("z"), RepositoryPath.Of("P")];

    private readonly MemoryStore _store = new();
    private readonly MemoryView _view = new();
    private readonly Scheduler _scheduler;
    private readonly Witness _witness;
    private readonly List<CallInFlight> _calls = [];
    private readonly Dictionary<(string Version, string Path), string> _lastSha256 = [];
    private readonly bool _reliable;
    private readonly bool _crowded;
    private readonly int _filesInPage;
    private readonly TimeSpan _releaseLimit;
    private readonly Dictionary<string, Actor>? _writers;
    private TimeSpan _passed;
    private int _texts;

    /// <param name="seed">Where everything that happens comes from.</param>
    /// <param name="crowded">Whether everybody wants one path and nobody does much else.</param>
    public World(int seed, bool crowded)
    {
        _crowded = crowded;
        _scheduler = new Scheduler(seed);
        _witness = new Witness(_store, _view, _scheduler, Repository);
        _reliable = _scheduler.Random.Next(2) == 0;
        _filesInPage = 1 + _scheduler.Random.Next(4);
        _writers = seed % 2 == 0 ? null : [];
        _releaseLimit = TimeSpan.FromSeconds(10 << _scheduler.Random.Next(6));
        _scheduler.Died += actor => _view.LockedBy = _view.LockedBy == actor ? null : _view.LockedBy;
    }

    public IReadOnlyList<string> Log => _scheduler.Log;

    public long Steps => _scheduler.Now;

    /// <summary>Lives it through; answers what was wrong.</summary>
    public IReadOnlyList<string> Live()
    {
        Do("setup", PrepareAsync);
        _scheduler.Mortality = _scheduler.Random.Next(2) == 0 ? (_crowded ? 0.02 : 0.004) : 0;
        var actors = Enumerable.Range(0, 2 + _scheduler.Random.Next(MostActors - 1)).Select(i => new Actor($"actor{i}")).ToList();
        var lives = actors.Select(actor => LifeAsync(actor, ServiceOf(actor, _reliable))).ToList();
        _scheduler.Run();
        for (var i = 0; i < actors.Count; i++)
        {
            _witness.Check(actors[i].Dead || lives[i].IsCompletedSuccessfully, $"{actors[i].Name}: {lives[i].Exception?.InnerException}");
        }

        if (_scheduler.Mortality == 0 && _reliable)
        {
            CheckView("nobody died");
            CheckManifestsRemoved();
        }

        _scheduler.Mortality = 0;
        _passed = TimeSpan.FromHours(1);
        Do("recovery", async (service, _) =>
        {
            await service.CatchUpAsync(CancellationToken.None);
            var named = await service.SweepAsync(SweepOptions.Preview, CancellationToken.None);
            var swept = await service.SweepAsync(SweepOptions.Exclusive, CancellationToken.None);
            _witness.Check(
                named.Items.SequenceEqual(swept.Items),
                $"the dry run names {string.Join(", ", named.Items)}, deleted are {string.Join(", ", swept.Items)}");
        });
        CheckView("recovery");
        CheckNothingUnreferenced();
        Do("publisher", PublishAllAsync);
        _witness.Check(!_witness.Pending.Any(), "a publish of everything left something pending");
        Do("reader", ReadAllAsync);
        return _witness.Failures;
    }

    private ObjectStoreBintray ServiceOf(Actor actor, bool reliable)
    {
        var environment = new StorageEnvironment
        {
            Now = () => DateTimeOffset.UnixEpoch.AddSeconds(_scheduler.Now) + _passed,
            ReleaseLimit = _releaseLimit,
            NewId = _scheduler.NewId,
            Pause = (time, _) => PauseAsync(actor, time),
            MaxFilesInPage = _filesInPage,
        };
        var store = _writers is null
            ? new GatedStore(_store, actor, _scheduler, _witness.Changed) { Reliable = reliable }
            : new LockingStore(_store, actor, _scheduler, _witness.Changed, _writers) { Reliable = reliable };
        return new ObjectStoreBintray(
            store, new GatedView(_view, _store, actor, _scheduler, _witness) { Reliable = reliable }, environment);
    }

    /// <summary>A sweep's wait is over when every call that had begun before it is.</summary>
    private Task PauseAsync(Actor actor, TimeSpan time)
    {
        var before = time < SweepWait ? [] : _calls.Where(call => call.Operation is not Sweeping && call.Ended == long.MaxValue).ToList();
        return _scheduler.TurnAsync(actor, "pause", () => before.All(call => call.Ended < long.MaxValue || call.Actor.Dead));
    }

    private void Do(string name, Func<ObjectStoreBintray, Actor, Task> work)
    {
        var actor = new Actor(name);
        var task = work(ServiceOf(actor, reliable: true), actor);
        _scheduler.Run();
        _witness.Check(task.IsCompletedSuccessfully, $"{name}: {task.Exception?.InnerException}");
    }

    private async Task PrepareAsync(ObjectStoreBintray service, Actor actor)
    {
        actor.Current = new CallInFlight(actor, new CreatingRepository(), 0);
        await service.CreateRepositoryAsync(Repository, new RepositoryDetails(), CancellationToken.None);
        foreach (var package in Packages)
        {
            await service.CreatePackageAsync(package, new PackageDetails(), CancellationToken.None);
        }
    }

    private async Task LifeAsync(Actor actor, ObjectStoreBintray service)
    {
        var calls = 1 + _scheduler.Random.Next(MostCalls);
        for (var i = 0; i < calls; i++)
        {
            var call = new CallInFlight(actor, Choose(), _scheduler.Now);
            actor.Current = call;
            _calls.Add(call);
            _scheduler.Log.Add($"{_scheduler.Now} {actor.Name} begins {call.Operation}");
            try
            {
                var answer = await CallAsync(service, call.Operation);
                call.Ended = _scheduler.Now;
                _witness.Succeeded(call, answer);
            }
            catch (BintrayException refusal)
            {
                call.Ended = _scheduler.Now;
                Refused(call, refusal);
            }

            _scheduler.Log.Add($"{_scheduler.Now} {actor.Name} ends {call.Operation}");
        }
    }

    private void Refused(CallInFlight call, BintrayException refusal)
    {
        _scheduler.Log.Add($"{_scheduler.Now} {call.Actor.Name} is refused: {refusal.Status} {refusal.Message}");
        _witness.Check(
            refusal.Status is 404 or 409 || (refusal.Status == 400 && call.Operation is DescribingFile or Releasing { Versions.Count: 0 })
                || (refusal.Status == 503 && IsExcused(refusal)),
            $"{call}: {refusal}");
        if (refusal.Status == 404 && call.Operation is ListingFiles { Version: var listed })
        {
            _witness.NotFound(call, listed);
        }
    }

    private bool IsExcused(BintrayException refusal) =>
        !_reliable && refusal.Message.EndsWith("the answer got lost", StringComparison.Ordinal);

    private Operation Choose()
    {
        var random = _scheduler.Random;
        var version = Versions[random.Next(Versions.Length)];
        if (_crowded)
        {
            return random.Next(12) switch
            {
                < 4 => Upload(version, Paths[0]),
                < 5 => new Publishing(version, null),
                < 7 => Release(),
                7 => new ListingFiles(version),
                8 => new Discarding(version),
                9 => new DeletingFile(Paths[0]),
                // Several of one actor: what it knows of the first is to be right for the next.
                _ => new Downloading(Paths[0]),
            };
        }

        // Most want the same two paths; the others make several pages of a manifest.
        var path = random.Next(20) == 0 ? Paths[^1] : Paths[random.Next(3) == 0 ? random.Next(Paths.Length - 1) : random.Next(2)];
        if (random.Next(20) == 0)
        {
            return new SettingPrivacy(random.Next(3) > 0);
        }

        return random.Next(100) switch
        {
            < 38 => Upload(version, path),
            < 42 => new Publishing(version, null),
            < 54 => Release(),
            < 57 => new Publishing(version, ExpectedOf(version)),
            < 64 => new Discarding(version),
            < 72 => new DeletingFile(path),
            < 75 => new DeletingVersion(version),
            < 77 => new DeletingPackage(version.Package),
            < 80 => new CreatingPackage(version.Package),
            < 81 => new DeletingRepository(),
            < 83 => new CreatingRepository(),
            < 88 => new ListingFiles(version),
            < 94 => new Downloading(path),
            < 96 => new DescribingFile(path),
            _ => new Sweeping(),
        };
    }

    private Uploading Upload(VersionAddress version, RepositoryPath path)
    {
        // A few texts come again and again, so that contents are shared and come back after a sweep.
        var text = _scheduler.Random.Next(3) == 0 ? $"common {_scheduler.Random.Next(2)}" : $"text {++_texts}";
        _lastSha256[(version.ToString(), path.Value)] = Hex.Sha256Of(text);
        return new Uploading(version, path, text, Override: _scheduler.Random.Next(2) == 0, Publish: _scheduler.Random.Next(5) == 0);
    }

    private Releasing Release()
    {
        // Mostly of versions that are there: a release that names another one is refused before it has done anything.
        var versions = Versions
            .Where(version => _scheduler.Random.Next(20) == 0
                || (_witness.Current.Versions.ContainsKey($"{version.Package.Name}/{version.Name}") && _scheduler.Random.Next(8) > 0))
            .OrderBy(_ => _scheduler.Random.Next());
        return new Releasing(
            [.. versions.Select(version => new ReleasedVersion(version, _scheduler.Random.Next(4) > 0 ? null : ExpectedOf(version)))]);
    }

    private List<ExpectedFile> ExpectedOf(VersionAddress version)
    {
        var known = Paths.SkipLast(1).Where(path => _lastSha256.ContainsKey((version.ToString(), path.Value)))
            .Select(path => new ExpectedFile(path, _lastSha256[(version.ToString(), path.Value)]))
            .Where(_ => _scheduler.Random.Next(4) > 0);
        return [.. known];
    }

    private static async Task<object?> CallAsync(ObjectStoreBintray service, Operation operation)
    {
        var none = CancellationToken.None;
        switch (operation)
        {
            case Uploading upload:
                var request = new UploadRequest
                {
                    Version = upload.Version,
                    Path = upload.Path,
                    Override = upload.Override,
                    Publish = upload.Publish,
                };
                return await service.UploadAsync(request, new MemoryStream(Encoding.UTF8.GetBytes(upload.Text)), none);
            case Publishing publishing:
                return await service.PublishAsync(publishing.Version, new PublishRequest { Expected = publishing.Expected }, none);
            case Releasing releasing:
                return await service.PublishReleaseAsync(releasing.Versions, none);
            case Discarding discarding:
                return await service.DiscardAsync(discarding.Version, none);
            case DeletingFile deleting:
                await service.DeleteFileAsync(new FileAddress(Repository, deleting.Path), none);
                return null;
            case DeletingVersion deleting:
                await service.DeleteVersionAsync(deleting.Version, none);
                return null;
            case DeletingPackage deleting:
                await service.DeletePackageAsync(deleting.Package, none);
                return null;
            case CreatingPackage creating:
                return await service.CreatePackageAsync(creating.Package, new PackageDetails(), none);
            case DeletingRepository:
                await service.DeleteRepositoryAsync(Repository, none);
                return null;
            case CreatingRepository:
                return await service.CreateRepositoryAsync(Repository, new RepositoryDetails(), none);
            case SettingPrivacy setting:
                await service.UpdateRepositoryAsync(Repository, new RepositoryDetails { Private = setting.Private }, none);
                return null;
            case ListingFiles listing:
                return await service.ListFilesAsync(listing.Version, includeUnpublished: true, none);
            case Downloading download:
                return await ReadAsync(service, download.Path);
            case DescribingFile describing:
                return await service.SetListedInDownloadsAsync(new FileAddress(Repository, describing.Path), listed: true, none);
            default:
                return await service.SweepAsync(new SweepOptions { Grace = SweepWait }, none);
        }
    }

    /// <summary>The hash of what was really read, which must be the announced one.</summary>
    private static async Task<string?> ReadAsync(ObjectStoreBintray service, RepositoryPath path)
    {
        using var download = await service.DownloadAsync(
            new FileAddress(Repository, path), includeUnpublished: false, CancellationToken.None);
        if (download is null)
        {
            return null;
        }

        var sha256 = Hex.Sha256Of(((MemoryStream)download.Content).ToArray());
        return sha256 == download.File.Sha256 ? sha256 : throw new InvalidOperationException($"'{path}' has other bytes than it says");
    }

    private async Task PublishAllAsync(ObjectStoreBintray service, Actor actor)
    {
        foreach (var version in Versions.Where(version => _witness.Current.Versions.ContainsKey($"{version.Package.Name}/{version.Name}")))
        {
            actor.Current = new CallInFlight(actor, new Publishing(version, null), _scheduler.Now);
            try
            {
                await service.PublishAsync(version, new PublishRequest(), CancellationToken.None);
            }
            catch (BintrayException refusal) when (refusal.Status == 409)
            {
                // Something else was published there after the upload had been allowed: discarding is the way out.
                actor.Current = new CallInFlight(actor, new Discarding(version), _scheduler.Now);
                await service.DiscardAsync(version, CancellationToken.None);
            }
        }
    }

    private async Task ReadAllAsync(ObjectStoreBintray service, Actor actor)
    {
        foreach (var file in _witness.Current.Versions.Values.SelectMany(version => version.Files).ToList())
        {
            _witness.Check(await ReadAsync(service, RepositoryPath.Of(file.Key)) == file.Value.Sha256, $"{file.Key} cannot be read");
        }
    }

    private void CheckView(string when)
    {
        var published = _witness.Current.Versions.Values.SelectMany(version => version.Files).Where(_ => !_witness.IsPrivate)
            .Select(file => $"{Repository}/{file.Key}={Keys.Content(file.Value.Content)}");
        var shown = _view.Files.Select(file => $"{file.Key}={file.Value}");
        _witness.Check(
            published.ToHashSet()
                .SetEquals(shown), $"after {when} the view shows {string.Join(", ", shown)} and not {string.Join(", ", published)}");
    }

    private void CheckNothingUnreferenced()
    {
        var referenced = _witness.Referenced();
        var markers = _witness.Pending.Select(
            pending => $"{Keys.PathHash(RepositoryPath.Of(pending.Record.Path))}.{pending.Upload.File.Upload}").ToHashSet();
        var found = _store.Objects.Keys.Where(key => key.Contains("/pending/", StringComparison.Ordinal)).Select(Keys.LastPart).ToHashSet();
        _witness.Check(markers.SetEquals(found), $"markers {string.Join(", ", found)} for the pending {string.Join(", ", markers)}");
        _witness.Check(_store.StagedCount == 0, "something staged is left");
        foreach (var key in _store.Objects.Keys)
        {
            _witness.Check(!key.StartsWith(Keys.Contents, StringComparison.Ordinal) || referenced.Contains(key), $"{key} is left");
            _witness.Check(!key.StartsWith(Keys.PendingViewUpdate, StringComparison.Ordinal), $"{key} is left");
            _witness.Check(!key.StartsWith(Keys.Releases, StringComparison.Ordinal), $"{key} is left");
        }

        var manifests = _store.Objects.Keys.Where(key => key.Contains("/manifest/", StringComparison.Ordinal)).ToHashSet();
        var needed = NeededManifests();
        _witness.Check(
            manifests.SetEquals(needed), $"of manifests {string.Join(", ", manifests)} are left, for {string.Join(", ", needed)}");
    }

    /// <summary>
    /// Where nobody died and no answer was lost, writers have removed what they replaced: nothing of a version is left for a sweep. (A
    /// sweep may take a dead head away while somebody is on the way to publish there; what that one wrote is found by the next sweep.)
    /// </summary>
    private void CheckManifestsRemoved()
    {
        var needed = NeededManifests();
        var versions = _store.Objects.Where(item => item.Key.Contains("/version/", StringComparison.Ordinal))
            .Select(item => JsonSerializer.Deserialize(item.Value, RecordJson.Default.VersionHead)!.VersionId)
            .ToHashSet();
        foreach (var key in _store.Objects.Keys.Where(key => key.Contains("/manifest/", StringComparison.Ordinal) && !needed.Contains(key)))
        {
            _witness.Check(!versions.Contains(key.Split('/')[3]), $"{key} was not removed by whoever replaced it");
        }
    }

    private HashSet<string> NeededManifests() =>
    [
        .. from item in _store.Objects
           where item.Key.Contains("/version/", StringComparison.Ordinal)
           from commit in _witness.Meant(JsonSerializer.Deserialize(item.Value, RecordJson.Default.VersionHead)!).Manifests
           from key in _witness.ManifestKeys(item.Key.Split('/')[1], commit)
           select key,
    ];
}
