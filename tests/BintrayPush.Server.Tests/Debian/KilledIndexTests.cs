using System.Net.Sockets;

namespace BintrayPush.Server.Tests.Debian;

/// <summary>
/// A server that is killed while it publishes packages, at random moments of its work on the folder. BINTRAYPUSH_KILLS asks for another
/// number of kills, such as 50; BINTRAYPUSH_TEST_SEED for those of an earlier run, as far as the machine does the same again.
/// </summary>
[TestClass]
public sealed class KilledIndexTests
{
    private const int UsualKills = 6;

    /// <summary>A publish of a package moves about so many files.</summary>
    private const int Moments = 90;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(3_600_000, CooperativeCancellation = true)]
    public async Task Whenever_the_server_is_killed_the_index_is_whole_and_the_next_one_brings_it_up_to_date()
    {
        var kills = AskedNumber.Of(AskedNumber.Kills, UsualKills);
        var seed = AskedNumber.Of("BINTRAYPUSH_TEST_SEED", Environment.TickCount & int.MaxValue);
        TestContext.WriteLine($"Seed {seed}; set BINTRAYPUSH_TEST_SEED to repeat.");
        var random = new Random(seed);
        using var scene = await DebianScene.StartAsync(TestContext.CancellationToken);
        await scene.UploadAsync(0);
        await scene.PublishAsync(0);
        var (number, lagged) = (1, 0);
        for (var kill = 0; kill < kills; kill++)
        {
            using (var watcher = new FileSystemWatcher(scene.Data) { IncludeSubdirectories = true, InternalBufferSize = 64 * 1024 })
            {
                var left = random.Next(1, Moments);
                watcher.Created += (_, _) => Moment();
                watcher.Renamed += (_, _) => Moment();
                watcher.Deleted += (_, _) => Moment();
                watcher.EnableRaisingEvents = true;
                try
                {
                    // Until it is dead; what was answered is public.
                    for (; ; number++)
                    {
                        await scene.UploadAsync(number);
                        await scene.PublishAsync(number);
                    }
                }
                catch (Exception gone) when (gone is HttpRequestException or SocketException)
                {
                }

                void Moment()
                {
                    if (Interlocked.Decrement(ref left) == 0)
                    {
                        scene.Kill();
                    }
                }
            }

            // Nobody has looked at the folder since: a web server of others serves what lies there.
            var plain = await DebianScene.PackagesAsync(
                path => File.ReadAllBytesAsync(Path.Combine(scene.Plain, path), TestContext.CancellationToken));
            await scene.RestartAsync();
            var published = await scene.PublishedAsync();
            Assert.IsTrue(published.SetEquals(await scene.PackagesAsync()), $"kill {kill}: the index does not say what is published");
            Assert.IsTrue(
                published.SetEquals(await DebianScene.PackagesAsync(
                    path => File.ReadAllBytesAsync(Path.Combine(scene.Plain, path), TestContext.CancellationToken))),
                $"kill {kill}: the plain files do not say what is published");
            Assert.IsGreaterThanOrEqualTo(number, published.Count, "What was acknowledged is public.");
            lagged += published.SetEquals(plain) ? 0 : 1;
            number = published.Count;
        }

        TestContext.WriteLine($"{kills} kills, {number} packages; after {lagged} of them the index had to follow.");
        scene.Clear();
    }
}
