using System.Globalization;
using BintrayPush.Api.Names;
using BintrayPush.Storage;

namespace BintrayPush.Server.Tests.Kills;

/// <summary>
/// Releases of many versions while readers look for them all the time and client or server is killed at random moments, most of them
/// between the first head that is prepared and the last that is folded. BINTRAYPUSH_RELEASES asks for another number of releases, such as
/// 200; then there are 50 versions in each, and half as many kills.
/// </summary>
[TestClass]
public sealed class KilledReleaseTests
{
    private const int UsualReleases = 3;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(3_600_000, CooperativeCancellation = true)]
    public async Task Whoever_sees_one_version_of_a_release_sees_all_others_from_then_on_whoever_is_killed()
    {
        var asked = int.TryParse(Environment.GetEnvironmentVariable("BINTRAYPUSH_RELEASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var given);
        var (releases, size, readers) = asked ? (given, 50, 16) : (UsualReleases, 12, 4);
        var seed = int.TryParse(Environment.GetEnvironmentVariable("BINTRAYPUSH_TEST_SEED"), out var wanted) ? wanted : Environment.TickCount;
        TestContext.WriteLine($"Seed {seed}; set BINTRAYPUSH_TEST_SEED to repeat.");
        var random = new Random(seed);
        using var scene = await KillScene.StartAsync(TestContext.CancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
        var folder = await FolderRepository.OpenAsync(scene.Data, TestContext.CancellationToken);
        using var watching = new ReleaseReaders(() => scene.Server, folder.Service, stop.Token);
        var reading = Enumerable.Range(0, readers).Select(i => Task.Run(() => watching.ReadAsync(i, new Random(seed + i)))).ToList();
        var kills = new Dictionary<Struck, int>();
        var all = new List<VersionAddress>();
        for (var i = 0; i < releases; i++)
        {
            var package = PackageAddress.Of(KillScene.Repository, $"r{i}");
            var versions = Enumerable.Range(0, size).Select(number => VersionAddress.Of(package, $"1.{number}")).ToList();
            all.AddRange(versions);
            var files = SentFiles.Write(scene.Sources, package, [.. versions.Select(version => version.Name)]);
            scene.Progress.BeginRound();
            watching.Watch(versions);
            while (!await PushAsync(scene, files, random, kills))
            {
            }

            Assert.IsEmpty(watching.Broken, $"seed {seed}, release {i}");
        }

        await stop.CancelAsync();
        await Task.WhenAll(reading);
        Assert.IsEmpty(watching.Broken, $"seed {seed}");
        TestContext.WriteLine(
            $"{watching.Looks} looks; kills: {string.Join(", ", kills.Select(kill => $"{kill.Key.Victim} in {kill.Key.Step} {kill.Value}"))}");
        Assert.IsGreaterThan(releases, watching.Looks);

        var repository = await scene.EndServerAsync();
        foreach (var version in all)
        {
            var listing = await repository.Service.ListFilesAsync(version, includeUnpublished: true, TestContext.CancellationToken);
            Assert.AreEqual((1, 0), (listing.Published.Count, listing.Unpublished.Count), version.ToString());
            Assert.IsTrue(File.Exists(repository.PublicFile(new FileAddress(KillScene.Repository, listing.Published[0].Path))));
        }

        scene.Clear();
    }

    /// <returns>Whether the push came to its end.</returns>
    private static async Task<bool> PushAsync(KillScene scene, SentFiles files, Random random, Dictionary<Struck, int> kills)
    {
        var push = scene.StartPush(files);
        while (true)
        {
            var step = random.Next(4) == 0 ? Step.Upload : Step.Publish;
            var strike = new Strike(random.Next(3) == 0 ? Victim.Client : Victim.Server, step, random.Next(1, 120));
            var struck = random.Next(2) == 0 ? scene.Progress.Arm(strike, scene.Kill) : new TaskCompletionSource<Struck>().Task;
            scene.OpenLine();
            await Task.WhenAny(struck, push.Ended);
            scene.Progress.Disarm();
            if (!struck.IsCompleted)
            {
                return (await push.ReceiptAsync()).Complete;
            }

            var kill = await struck;
            kills[kill] = kills.GetValueOrDefault(kill) + 1;
            if (kill.Victim == Victim.Client)
            {
                await push.Ended;
                return false;
            }

            await scene.RestartServerAsync();
        }
    }
}
