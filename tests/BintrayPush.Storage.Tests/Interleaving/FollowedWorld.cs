using System.Text;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>
/// One history of a NuGet repository that several release and publish to, while others follow it, delete and sweep, and some of them die;
/// all from one seed.
/// </summary>
internal sealed class FollowedWorld : SeededWorld
{
    private const int Rounds = 3;
    private static readonly RepositoryAddress Repository = RepositoryAddress.Of("acme", "nuget");
    private static readonly string[] Together = ["a", "b", "c"];

    public FollowedWorld(int seed)
        : base(seed)
    {
    }

    /// <summary>How often an index was told everything, and how often only what had changed.</summary>
    public (int Whole, int Part) Follows { get; private set; }

    /// <summary>Lives it through; answers what was wrong.</summary>
    public IReadOnlyList<string> Live()
    {
        Do("setup", PrepareAsync);
        Scheduler.Mortality = Scheduler.Random.Next(3) > 0 ? 0.004 : 0;
        Scheduler.Burst = Scheduler.Random.Next(3) > 0 ? 0.9 : 0;
        var indexes = new[] { new MemoryIndex(), new MemoryIndex() };
        var lives = new List<Func<ObjectStoreBintray, Actor, Task>>
        {
            (service, actor) => ReleaseAsync(service, actor, "r"),
            (service, actor) => ReleaseAsync(service, actor, "s"),
            PublishAsync,
            async (service, actor) => indexes[0] = await FollowAsync(service, actor, indexes[0], times: 12),
            async (service, actor) => indexes[1] = await FollowAsync(service, actor, indexes[1], times: 3),
        };
        if (Scheduler.Random.Next(2) == 0)
        {
            lives.Add(DeleteAsync);
        }

        if (Scheduler.Random.Next(3) == 0)
        {
            lives.Add((service, actor) => TryAsync(
                actor, () => service.SweepAsync(new SweepOptions { Grace = SweepWait }, CancellationToken.None)));
        }

        LetLive(lives);
        Passed = TimeSpan.FromHours(1);
        Do("recovery", async (service, actor) =>
        {
            await service.CatchUpAsync(CancellationToken.None);
            await service.SweepAsync(SweepOptions.Exclusive, CancellationToken.None);
            var anew = await FollowAsync(service, actor, new MemoryIndex(), times: 1);
            foreach (var index in indexes)
            {
                var now = await FollowAsync(service, actor, index, times: 1);
                Check(
                    anew.Files.OrderBy(file => file.Key).SequenceEqual(now.Files.OrderBy(file => file.Key)),
                    $"an index that has followed has {Names(now)}, and one that was told everything {Names(anew)}");
            }
        });
        return Failures;
    }

    private async Task PrepareAsync(ObjectStoreBintray service, Actor actor)
    {
        await service.CreateRepositoryAsync(Repository, new RepositoryDetails { Type = "nuget" }, CancellationToken.None);
        foreach (var package in Together.Append("x"))
        {
            await service.CreatePackageAsync(PackageAddress.Of(Repository, package), new PackageDetails(), CancellationToken.None);
        }
    }

    /// <summary>Versions that are published together, and a check that an index which follows after the answer has them.</summary>
    private async Task ReleaseAsync(ObjectStoreBintray service, Actor actor, string name)
    {
        for (var i = 0; i < Rounds; i++)
        {
            var versions = Together.Select(package => VersionAddress.Of(PackageAddress.Of(Repository, package), $"{name}{i}")).ToList();
            foreach (var version in versions)
            {
                if (!await UploadAsync(service, actor, version))
                {
                    return;
                }
            }

            if (await TryAsync(
                actor,
                () => service.PublishReleaseAsync([.. versions.Select(version => new ReleasedVersion(version, null))], CancellationToken.None))
                is not null)
            {
                var seen = await FollowAsync(service, actor, new MemoryIndex(), times: 1);
                Check(
                    seen.Followed is null || versions.All(version => seen.Files.ContainsKey(PathOf(version))),
                    $"'{name}{i}' was released, and an index has {Names(seen)}");
            }
        }
    }

    private async Task PublishAsync(ObjectStoreBintray service, Actor actor)
    {
        var index = new MemoryIndex();
        for (var i = 0; i < Rounds; i++)
        {
            var version = VersionAddress.Of(PackageAddress.Of(Repository, "x"), $"x{i}");
            if (await UploadAsync(service, actor, version)
                && await TryAsync(actor, () => service.PublishAsync(version, new PublishRequest(), CancellationToken.None)) is { } answer)
            {
                index = await FollowAsync(service, actor, index, times: 1);
                Check(
                    index.Followed is null || index.Files.ContainsKey(PathOf(version)) || answer.Warning is not null || i == 0,
                    $"'x{i}' was published, and an index has {Names(index)}");
            }
        }
    }

    private async Task DeleteAsync(ObjectStoreBintray service, Actor actor)
    {
        var version = VersionAddress.Of(PackageAddress.Of(Repository, "x"), "x0");
        await TryAsync(actor, async () =>
        {
            await (Scheduler.Random.Next(2) == 0
                ? service.DeleteVersionAsync(version, CancellationToken.None)
                : service.DeleteFileAsync(
                    new FileAddress(Repository, RepositoryPath.Of(PathOf(version))), CancellationToken.None));
            return "done";
        });
    }

    private async Task<bool> UploadAsync(ObjectStoreBintray service, Actor actor, VersionAddress version)
    {
        var upload = new UploadRequest { Version = version, Path = RepositoryPath.Of(PathOf(version)) };
        return await TryAsync(
            actor,
            () => service.UploadAsync(upload, new MemoryStream(Encoding.UTF8.GetBytes(PathOf(version))), CancellationToken.None))
            is not null;
    }

    /// <returns>The index as it was when it followed last; what a call that failed had told is void.</returns>
    private async Task<MemoryIndex> FollowAsync(ObjectStoreBintray service, Actor actor, MemoryIndex index, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var next = index.Copy();
            if (await TryAsync(actor, () => service.FollowAsync(Repository, index.Followed, next, CancellationToken.None)) is { } followed)
            {
                Follows = index.Followed is null ? (Follows.Whole + 1, Follows.Part) : (Follows.Whole, Follows.Part + 1);
                next.Followed = followed;
                index = next;
                foreach (var release in index.Files.Keys.GroupBy(path => path[1..]).Where(release => !release.Key.StartsWith('x')))
                {
                    Check(release.Count() == Together.Length, $"an index has of release '{release.Key}' only {string.Join(", ", release)}");
                }
            }
        }

        return index;
    }

    private static string PathOf(VersionAddress version) => $"{version.Package.Name}{version.Name}";

    private static string Names(MemoryIndex index) => string.Join(", ", index.Files.Keys.Order(StringComparer.Ordinal));
}
