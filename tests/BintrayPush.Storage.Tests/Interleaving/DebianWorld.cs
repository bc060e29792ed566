using System.Text;
using System.Text.RegularExpressions;
using BintrayPush.Api.Content;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Conformance;
using BintrayPush.Formats.Debian;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>
/// One history of a Debian repository to which several publish at once, while others delete, sweep and update from it, and some of them
/// die; all from one seed.
/// </summary>
internal sealed partial class DebianWorld : SeededWorld
{
    private const int Publishers = 3;
    private const string Distribution = "stable";
    private static readonly RepositoryAddress Repository = RepositoryAddress.Of("acme", "deb");
    private static readonly PackageAddress Tool = PackageAddress.Of(Repository, "tool");
    private static readonly Dictionary<string, byte[]> Packages = [];

    private readonly HashSet<string> _deleted = [];

    public DebianWorld(int seed)
        : base(seed)
    {
    }

    protected override StorageEnvironment Surroundings => new() { DebReader = new DebReader() };

    /// <summary>Whether the index had not followed when all who live had come to their end.</summary>
    public bool WasDue { get; private set; }

    /// <summary>Lives it through; answers what was wrong.</summary>
    public IReadOnlyList<string> Live()
    {
        Do("setup", PrepareAsync);
        Scheduler.Mortality = Scheduler.Random.Next(3) > 0 ? 0.004 : 0;
        Scheduler.Burst = Scheduler.Random.Next(3) > 0 ? 0.97 : 0;
        Func<ObjectStoreBintray, Actor, Task>[] lives =
        [
            .. Enumerable.Range(0, Publishers).Select(i => (Func<ObjectStoreBintray, Actor, Task>)((service, actor) => PublishAsync(service, actor, $"p{i}", 2))),
            UpdateAsync, UpdateAsync,
            .. Scheduler.Random.Next(2) == 0 ? [DeleteAsync] : Array.Empty<Func<ObjectStoreBintray, Actor, Task>>(),
            .. Scheduler.Random.Next(3) == 0 ? [SweepAsync] : Array.Empty<Func<ObjectStoreBintray, Actor, Task>>(),
        ];
        LetLive(lives);
        Do("recovery", RecoverAsync);
        return Failures;
    }

    private async Task RecoverAsync(ObjectStoreBintray service, Actor actor)
    {
        var nobodyDied = !Scheduler.Log.Any(line => line.Contains(" dies before ", StringComparison.Ordinal));
        WasDue = !await SaysWhatIsPublishedAsync(service, actor);
        Check(!WasDue || !nobodyDied || !IsReliable, "nobody died, and the index does not say what is published");
        await service.CatchUpAsync(CancellationToken.None);
        Check(await SaysWhatIsPublishedAsync(service, actor), "the store was opened, and the index does not say what is published");
        await service.SweepAsync(SweepOptions.Exclusive, CancellationToken.None);
        Check(await SaysWhatIsPublishedAsync(service, actor), "a sweep has changed the index");
    }

    private async Task PrepareAsync(ObjectStoreBintray service, Actor actor)
    {
        await service.CreateRepositoryAsync(Repository, new RepositoryDetails { Type = "debian" }, CancellationToken.None);
        await service.CreatePackageAsync(Tool, new PackageDetails(), CancellationToken.None);
        await PublishAsync(service, actor, "old", 1);
    }

    private async Task PublishAsync(ObjectStoreBintray service, Actor actor, string name, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var version = VersionAddress.Of(Tool, $"{name}.{i}");
            var path = PathOf(version);
            var upload = new UploadRequest
            {
                Version = version,
                Path = path,
                Debian = new DebianCoordinates(Distribution, "main", "amd64"),
            };
            if (await TryAsync(actor, () => service.UploadAsync(upload, new MemoryStream(PackageOf(name, i)), CancellationToken.None)) is null
                || await TryAsync(actor, () => service.PublishAsync(version, new PublishRequest(), CancellationToken.None)) is not { } answer)
            {
                return;
            }

            // A service that could not make the index says so.
            var isDue = answer.Warning?.Contains("the Debian index does not show it yet", StringComparison.Ordinal) == true;
            Check(!isDue || !IsReliable, $"{version}: {answer.Warning}");
            Check(
                isDue || (await ListedAsync(service, actor))?.Contains(path.Value) != false || _deleted.Contains(path.Value),
                $"{version} was published, and the index has it not");
        }
    }

    private async Task DeleteAsync(ObjectStoreBintray service, Actor actor)
    {
        var version = VersionAddress.Of(Tool, "old.0");
        _deleted.Add(PathOf(version).Value);
        await TryAsync(actor, async () =>
        {
            await (Scheduler.Random.Next(2) == 0
                ? service.DeleteFileAsync(new FileAddress(Repository, PathOf(version)), CancellationToken.None)
                : service.DeleteVersionAsync(version, CancellationToken.None));
            return "done";
        });
    }

    private async Task SweepAsync(ObjectStoreBintray service, Actor actor) =>
        await TryAsync(actor, () => service.SweepAsync(new SweepOptions { Grace = SweepWait }, CancellationToken.None));

    /// <summary>What apt does: <c>Release</c> first, and then what it names, by its hash.</summary>
    private async Task UpdateAsync(ObjectStoreBintray service, Actor actor)
    {
        for (var i = 0; i < 8; i++)
        {
            await ListedAsync(service, actor);
        }
    }

    private async Task<bool> SaysWhatIsPublishedAsync(ObjectStoreBintray service, Actor actor)
    {
        var published = new SortedSet<string>(
            (await service.ListFilesAsync(Tool, includeUnpublished: false, CancellationToken.None)).Published.Select(file => file.Path.Value));
        return published.SetEquals(await ListedAsync(service, actor) ?? []);
    }

    /// <summary>The paths in the index, as a client reads it; <see langword="null"/> if the store did not answer.</summary>
    private async Task<IReadOnlyCollection<string>?> ListedAsync(ObjectStoreBintray service, Actor actor)
    {
        if (await ReadAsync(service, actor, "Release") is not { } release)
        {
            return null;
        }

        var match = PackagesLine().Match(release);
        var hash = match.Groups[1].Value;
        var list = await ReadAsync(service, actor, $"main/binary-amd64/by-hash/SHA256/{hash}");
        Check(list is not null && Hex.Sha256Of(list) == hash, $"the index names {hash}, and it is not there");
        return [.. FileNameLine().Matches(list ?? "").Select(found => found.Groups[1].Value)];
    }

    private async Task<string?> ReadAsync(ObjectStoreBintray service, Actor actor, string path)
    {
        var file = new FileAddress(Repository, RepositoryPath.Of($"dists/{Distribution}/{path}"));
        using var download = await TryAsync(actor, () => service.DownloadAsync(file, includeUnpublished: false, CancellationToken.None));
        if (download is null)
        {
            return null;
        }

        using var text = new StreamReader(download.Content, Encoding.UTF8);
        return text.ReadToEnd();
    }

    private static RepositoryPath PathOf(VersionAddress version) => RepositoryPath.Of($"pool/{version.Name}.deb");

    private static byte[] PackageOf(string name, int number)
    {
        lock (Packages)
        {
            var key = $"{name}.{number}";
            return Packages.TryGetValue(key, out var bytes) ? bytes : Packages[key] = DebPackage.Make(name, $"{number}");
        }
    }

    [GeneratedRegex("^ ([0-9a-f]{64}) [0-9]+ main/binary-amd64/Packages$", RegexOptions.Multiline)]
    private static partial Regex PackagesLine();

    [GeneratedRegex("^Filename: (.*)$", RegexOptions.Multiline)]
    private static partial Regex FileNameLine();
}
