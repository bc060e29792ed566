using BintrayPush.Api.Content;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Tests.Kills;

/// <summary>
/// A push of 300 files in three versions, from a client process to a server process, in which one of the two is killed at a random
/// moment, again and again, until it is complete. BINTRAYPUSH_KILLS asks for another number of kills, such as 200. BINTRAYPUSH_TEST_SEED
/// asks for the same files and for kills that are planned by the same chances; where exactly they fall is up to the machine.
/// </summary>
[TestClass]
public sealed class KilledTransferTests
{
    private const int UsualKills = 12;

    /// <summary>
    /// How many of ten first kills of a push are meant for each step; later ones for what is still to come, so that in the end many fall
    /// between the first publish and the last.
    /// </summary>
    private static readonly IReadOnlyDictionary<Step, int> Weights =
        new Dictionary<Step, int> { [Step.Prepare] = 2, [Step.Upload] = 5, [Step.Verify] = 1, [Step.Publish] = 2 };

    private readonly Tally _tally = new();
    private readonly Dictionary<string, string> _everything = [];
    private int _seed;
    private Random _random = new();
    private IReadOnlyDictionary<Step, int> _usual = new Dictionary<Step, int>();

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(3_600_000, CooperativeCancellation = true)]
    public async Task Whoever_is_killed_no_version_is_half_visible_and_the_next_run_completes_the_push()
    {
        var kills = AskedNumber.Of(AskedNumber.Kills, UsualKills);
        _seed = AskedNumber.Of("BINTRAYPUSH_TEST_SEED", Environment.TickCount);
        TestContext.WriteLine($"Seed {_seed}; set BINTRAYPUSH_TEST_SEED to repeat.");
        _random = new Random(_seed);
        using var scene = await KillScene.StartAsync(TestContext.CancellationToken);

        // Nobody is killed: what a whole push has to pass.
        await PushAsync(scene, round: 0, most: 0);
        _usual = scene.Progress.Moments;
        var round = 0;
        while (_tally.Kills < kills)
        {
            Assert.IsLessThan(2 * kills, round, $"Only {_tally.Kills} kills in so many rounds.");
            round++;
            await PushAsync(scene, round, most: kills);
        }

        TestContext.WriteLine(
            $"{round} rounds; a whole push has {string.Join(", ", _usual.Select(step => $"{step.Value} moments of {step.Key}"))}.");
        TestContext.WriteLine(_tally.ToString());
        await NothingIsLostOrLeftAsync(scene);
        scene.Clear();
    }

    /// <summary>A push of files of its own to its end, through as many kills as chance wants.</summary>
    private async Task PushAsync(KillScene scene, int round, int most)
    {
        var context = $"seed {_seed}, round {round}";
        var files = SentFiles.Write(scene.Sources, PackageAddress.Of(KillScene.Repository, $"p{round}"), new Random(_seed + round));
        scene.Progress.BeginRound();
        var (seen, isComplete) = (Seen.Nothing, false);
        while (!isComplete)
        {
            (seen, isComplete) = await RunAsync(scene, files, seen, context, most);
        }

        Assert.IsEmpty(scene.Progress.SentAgain, $"{context}: a resumed push sends only what is missing.");
        foreach (var (path, sha256) in files.Hashes)
        {
            _everything.Add(path, sha256);
        }

        Directory.Delete(files.Folder, recursive: true);
    }

    /// <summary>One client, until it is killed or ends by itself; its server may be killed any number of times.</summary>
    private async Task<(Seen Seen, bool IsComplete)> RunAsync(KillScene scene, SentFiles files, Seen seen, string context, int most)
    {
        var push = scene.StartPush(files);
        _tally.Runs++;
        var servers = 0;
        while (true)
        {
            var struck = Plan(seen, most) is { } strike ? scene.Progress.Arm(strike, scene.Kill) : new TaskCompletionSource<Struck>().Task;
            scene.OpenLine();
            await Task.WhenAny(struck, push.Ended);
            scene.Progress.Disarm();
            if (!struck.IsCompleted)
            {
                return await CompareAsync(scene, files, seen, push, servers, context);
            }

            var kill = await struck;
            var where = $"{context}, kill {_tally.Kills + 1} ({kill})";
            if (kill.Victim == Victim.Server)
            {
                await scene.RestartServerAsync();
                servers++;
                seen = await LookAsync(scene, files, seen, isQuiet: true, where);
                _tally.Add(kill, seen);
                continue;
            }

            await push.Ended;
            if (push.HasSaidHowItEnded)
            {
                // It was faster than the kill.
                return await CompareAsync(scene, files, seen, push, servers, context);
            }

            seen = await LookAsync(scene, files, seen, isQuiet: false, where);
            _tally.Add(kill, seen);
            return (seen, false);
        }
    }

    /// <summary>A client ended by itself: what it says must be so.</summary>
    private async Task<(Seen Seen, bool IsComplete)> CompareAsync(
        KillScene scene, SentFiles files, Seen before, PushProcess push, int servers, string context)
    {
        var receipt = await push.ReceiptAsync();
        var seen = await LookAsync(scene, files, before, isQuiet: true, $"{context}, after its client ended");
        Assert.IsTrue(
            receipt.Arrived.IsSubsetOf(seen.Arrived), $"{context}: the receipt says that more has arrived than is there.\n{receipt.Said}");
        Assert.IsTrue(
            receipt.Public.All(path => seen.Public.Contains(SentFiles.VersionOf(path))),
            $"{context}: the receipt says that more is public than is.\n{receipt.Said}");
        if (receipt.Complete)
        {
            Assert.HasCount(files.Hashes.Count, receipt.Public, $"{context}: the push says it is complete.");
            Assert.HasCount(files.Hashes.Count, seen.Arrived, $"{context}: the push says it is complete.");
            _tally.Outlived += servers > 0 ? 1 : 0;
        }
        else
        {
            Assert.AreNotEqual(0, servers, $"{context}: the push failed without cause.\n{receipt.Said}");
            _tally.AddGivenUp(receipt.Codes);
        }

        return (seen, receipt.Complete);
    }

    /// <summary>What everybody sees, and that nothing the server has acknowledged is lost.</summary>
    private static async Task<Seen> LookAsync(KillScene scene, SentFiles files, Seen before, bool isQuiet, string context)
    {
        var (acknowledged, published) = (scene.Progress.Acknowledged, scene.Progress.Published);
        var seen = await scene.LookAsync(files, isQuiet, context);
        Assert.IsTrue(seen.Arrived.IsSupersetOf(before.Arrived), $"{context}: what had arrived is gone.");
        Assert.IsTrue(seen.Public.IsSupersetOf(before.Public), $"{context}: what was public is not any more.");
        Assert.IsTrue(seen.Arrived.IsSupersetOf(acknowledged), $"{context}: an upload was acknowledged and is not there.");
        Assert.IsTrue(seen.Public.IsSupersetOf(published), $"{context}: a publish was acknowledged and is not public.");
        return seen;
    }

    /// <returns><see langword="null"/>: this time it may come to its end.</returns>
    private Strike? Plan(Seen seen, int most)
    {
        if (_tally.Kills >= most || seen.IsAll || _random.Next(10) == 0)
        {
            return null;
        }

        var toCome = Weights.Keys.Where(step => step is not (Step.Upload or Step.Verify) || seen.Arrived.Count < SentFiles.Count).ToList();
        var chosen = _random.Next(toCome.Sum(step => Weights[step]));
        var step = toCome.First(step => (chosen -= Weights[step]) < 0);
        var share = step switch
        {
            Step.Upload => 1 - ((double)seen.Arrived.Count / SentFiles.Count),
            Step.Publish => 1 - ((double)seen.Public.Count / SentFiles.Versions.Count),
            _ => 1,
        };
        return new Strike(_random.Next(5) < 2 ? Victim.Client : Victim.Server, step, _random.Next(1, 2 + (int)(share * _usual[step])));
    }

    private async Task NothingIsLostOrLeftAsync(KillScene scene)
    {
        var repository = await scene.EndServerAsync();
        var swept = (await repository.SweepAsync(SweepOptions.Exclusive, TestContext.CancellationToken)).Count;
        TestContext.WriteLine($"The sweep cleared {swept} objects away.");

        Assert.AreEqual(0, (await repository.SweepAsync(SweepOptions.Exclusive, TestContext.CancellationToken)).Count);
        Assert.IsEmpty(FilesBelow("tmp"));
        var pending = $"{Path.DirectorySeparatorChar}pending{Path.DirectorySeparatorChar}";
        Assert.IsEmpty(FilesBelow("r").Where(file => file.Contains(pending, StringComparison.Ordinal)));
        CollectionAssert.AreEquivalent(_everything.Values, FilesBelow("content").Select(Hash).ToList());
        var plain = Path.Combine(repository.PublicFolder, KillScene.Repository.Subject, KillScene.Repository.Name);
        CollectionAssert.AreEquivalent(
            _everything.Select(file => $"{file.Key} {file.Value}").ToList(),
            FilesBelow("dl").Select(file => $"{Path.GetRelativePath(plain, file).Replace(Path.DirectorySeparatorChar, '/')} {Hash(file)}")
                .ToList());

        foreach (var versions in _everything.Keys.GroupBy(path => path.Split('/')[0]))
        {
            var package = PackageAddress.Of(KillScene.Repository, versions.Key);
            foreach (var version in SentFiles.Versions)
            {
                var listing = await repository.Service.ListFilesAsync(
                    VersionAddress.Of(package, version), includeUnpublished: true, TestContext.CancellationToken);
                Assert.AreEqual((SentFiles.PerVersion, 0), (listing.Published.Count, listing.Unpublished.Count), $"{package} {version}");
            }
        }

        string[] FilesBelow(string folder) => Directory.GetFiles(Path.Combine(scene.Data, folder), "*", SearchOption.AllDirectories);
    }

    private static string Hash(string file) => Hex.Sha256Of(File.ReadAllBytes(file));
}
