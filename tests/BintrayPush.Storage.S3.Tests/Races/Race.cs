using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;

namespace BintrayPush.Storage.S3.Tests.Races;

/// <summary>
/// Clients that create, upload, override, publish and release the same names through several services over one bucket, readers who look
/// all the time, and what must hold whatever happens: each name is created once, what a publish or a release shows is seen whole, and
/// nothing that was acknowledged is lost.
/// </summary>
/// <param name="choose">A service for the next call, any of them.</param>
/// <param name="isKilled">Whether services are killed meanwhile: a call may fail without an answer then, and is made again.</param>
/// <param name="time">How long it goes on.</param>
internal sealed class Race(Func<IBintray> choose, bool isKilled, TimeSpan time, CancellationToken cancellation)
{
    private static readonly RepositoryAddress Repository = RepositoryAddress.Of("acme", "race");
    private static readonly VersionAddress Shared = VersionAddress.Of(PackageAddress.Of(Repository, "shared"), "1.0");
    private static readonly VersionAddress Pair = VersionAddress.Of(PackageAddress.Of(Repository, "shared"), "2.0");
    private static readonly VersionAddress Left = VersionAddress.Of(PackageAddress.Of(Repository, "left"), "1.0");
    private static readonly VersionAddress Right = VersionAddress.Of(PackageAddress.Of(Repository, "right"), "1.0");
    /// <summary>If all did, hardly one would ever find both of his files in place.</summary>
    private const int PairWriters = 2;
    private static readonly TimeSpan CallLimit = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<int, int> _acknowledged = new();
    private readonly ConcurrentDictionary<int, int> _created = new();
    private int _pairs;
    private int _releases;
    private int _reads;
    private int _again;
    private DateTime _end;

    /// <summary>What has happened, for the log of the test.</summary>
    public string Summary =>
        $"{_created.Count} names, {_acknowledged.Values.Sum()} publishes of one's own file, {_pairs} of pairs, {_releases} releases, "
            + $"{_reads} reads, {_again} calls made again";

    /// <summary>Lets them run, and looks at what is there in the end.</summary>
    /// <param name="clients">How many write.</param>
    /// <param name="readers">How many look.</param>
    public async Task RunAsync(int clients, int readers)
    {
        await AskAsync(
            service => service.CreateRepositoryAsync(Repository, new RepositoryDetails(), cancellation), BintrayException.Conflict);
        foreach (var package in new[] { Shared.Package, Left.Package, Right.Package })
        {
            await CreateAsync(package);
        }

        _end = DateTime.UtcNow + time;
        await Task.WhenAll(
            Enumerable.Range(0, clients).Select(WriteAsync)
                .Concat(Enumerable.Range(0, readers).Select(_ => ReadAsync()))
                .Append(ReleaseAsync()).Select(actor => Task.Run(() => actor, cancellation)));
        await LookAsync(_acknowledged.ToDictionary());
        Assert.AreEqual(clients, _acknowledged.Count, "every client has published something");
        Assert.IsGreaterThan(0, _pairs);
        Assert.IsGreaterThan(0, _reads);
        foreach (var (round, creators) in _created)
        {
            // Whoever made a call again may have met his own success.
            Assert.IsTrue(isKilled ? creators <= 1 : creators == 1, $"{creators} were told that they created package p{round}");
        }
    }

    private static string OwnPath(int client) => string.Create(CultureInfo.InvariantCulture, $"own/{client}.txt");

    private async Task WriteAsync(int client)
    {
        await Task.Yield();
        for (var round = 1; DateTime.UtcNow < _end; round++)
        {
            var package = PackageAddress.Of(Repository, $"p{round}");
            if (await CreateAsync(package))
            {
                _created.AddOrUpdate(round, 1, (_, others) => others + 1);
            }
            else
            {
                _created.TryAdd(round, 0);
            }

            var own = round.ToString(CultureInfo.InvariantCulture);
            await UploadAsync(Shared, OwnPath(client), own);
            Assert.IsTrue(await PublishAsync(Shared, (OwnPath(client), own)), "nobody else touches this file");
            _acknowledged[client] = round;

            if (client >= PairWriters)
            {
                continue;
            }

            var stamp = $"{client}-{round}";
            await UploadAsync(Pair, "pair/a.txt", stamp);
            await UploadAsync(Pair, "pair/b.txt", stamp);
            if (await PublishAsync(Pair, ("pair/a.txt", stamp), ("pair/b.txt", stamp)))
            {
                Interlocked.Increment(ref _pairs);
            }
        }
    }

    private async Task ReleaseAsync()
    {
        await Task.Yield();
        for (var number = 1; DateTime.UtcNow < _end; number++)
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            await UploadAsync(Left, "left.txt", text);
            await UploadAsync(Right, "right.txt", text);
            ReleasedVersion[] both = [new(Left, null), new(Right, null)];
            if (await AskAsync(service => service.PublishReleaseAsync(both, cancellation), BintrayException.Conflict))
            {
                Interlocked.Increment(ref _releases);
            }
        }
    }

    private async Task ReadAsync()
    {
        await Task.Yield();
        while (DateTime.UtcNow < _end)
        {
            await LookAsync(_acknowledged.ToDictionary());
            Interlocked.Increment(ref _reads);
        }
    }

    /// <summary>Whatever is seen holds against what was acknowledged before.</summary>
    private async Task LookAsync(Dictionary<int, int> acknowledged)
    {
        FileListing? pair = null;
        await AskAsync(
            async service => pair = await service.ListFilesAsync(Pair, includeUnpublished: false, cancellation), BintrayException.NotFound);
        var published = (pair?.Published ?? []).Select(file => file.Sha256).ToList();
        Assert.IsTrue(published.Count is 0 or 2 && published.Distinct().Count() <= 1, "half of a publish was seen");

        var left = await NumberInAsync("left.txt");
        var right = await NumberInAsync("right.txt");
        Assert.IsGreaterThanOrEqualTo(left, right, "half of a release was seen");

        foreach (var (client, round) in acknowledged)
        {
            Assert.IsGreaterThanOrEqualTo(
                round, await NumberInAsync(OwnPath(client)), $"an acknowledged publish of client {client} is lost");
        }
    }

    private async Task<int> NumberInAsync(string path)
    {
        var number = 0;
        var file = new FileAddress(Repository, RepositoryPath.Of(path));
        await AskAsync(async service =>
        {
            using var download = await service.DownloadAsync(file, includeUnpublished: false, cancellation);
            using var reader = download is null ? null : new StreamReader(download.Content);
            number = reader is null ? 0 : int.Parse(await reader.ReadToEndAsync(cancellation), CultureInfo.InvariantCulture);
            return number;
        });
        return number;
    }

    private Task<bool> CreateAsync(PackageAddress package) => AskAsync(
        service => service.CreatePackageAsync(package, new PackageDetails(), cancellation), BintrayException.Conflict);

    private Task<bool> UploadAsync(VersionAddress version, string path, string text) => AskAsync(service => service.UploadAsync(
        new UploadRequest { Version = version, Path = RepositoryPath.Of(path), Override = true },
        new MemoryStream(Encoding.UTF8.GetBytes(text)),
        cancellation));

    private Task<bool> PublishAsync(VersionAddress version, params (string Path, string Text)[] files) => AskAsync(
        service => service.PublishAsync(
            version,
            new PublishRequest
            {
                Expected = [.. files.Select(file => new ExpectedFile(RepositoryPath.Of(file.Path), Hex.Sha256Of(file.Text)))],
            },
            cancellation),
        BintrayException.Conflict);

    /// <summary>Makes a call, until there is an answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="alsoFine">A refusal that may be.</param>
    /// <returns>Whether it was done, and not refused.</returns>
    private async Task<bool> AskAsync<T>(Func<IBintray, Task<T>> call, int? alsoFine = null)
    {
        for (var end = DateTime.UtcNow + CallLimit; ;)
        {
            try
            {
                await call(choose());
                return true;
            }
            catch (BintrayException refusal) when (refusal.Status == alsoFine)
            {
                return false;
            }
            catch (Exception fault) when (
                DateTime.UtcNow < end && (fault is BintrayException { Status: BintrayException.NoAnswer or BintrayException.Unavailable }
                    || (isKilled && fault is IOException or HttpRequestException)))
            {
                Interlocked.Increment(ref _again);
            }
        }
    }
}
