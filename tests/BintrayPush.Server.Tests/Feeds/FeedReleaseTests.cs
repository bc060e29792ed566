using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Feed.Tests;

namespace BintrayPush.Server.Tests.Feeds;

/// <summary>A release of many packages is in the feeds of all servers at one moment.</summary>
[TestClass]
public sealed class FeedReleaseTests
{
    private const int Packages = 20;
    private const int Readers = 16;
    private const int Releases = 6;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public async Task Nobody_ever_sees_a_set_of_packages_that_does_not_fit_together()
    {
        await using var scene = await FeedScene.StartAsync();
        await using var another = await scene.StartAnotherAsync("two");
        using var client = scene.Server.OpenClient();
        // It announces that it releases.
        await client.GetRepositoryAsync(RepositoryAddress.Of("acme", "nuget"), TestContext.CancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
        var readers = Enumerable.Range(0, Readers)
            .Select(reader => Task.Run(() => ReadAsync([scene.Server.Anonymous, another.Anonymous], reader, over.Token)))
            .ToArray();
        for (var release = 1; release <= Releases; release++)
        {
            foreach (var id in Ids)
            {
                await scene.UploadAsync(Nupkg.Make(id, $"{release}.0.0"), publish: false);
            }

            var versions = Ids.Select(id => new ReleasedVersion(
                VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("acme", "nuget"), id), $"{release}.0.0"), null));
            await client.PublishReleaseAsync([.. versions], TestContext.CancellationToken);
            Assert.AreEqual(
                release, (await FeedScene.VersionsAsync(another.Anonymous, Ids[^1])).Split(' ').Length, "It answers when it is there.");
        }

        await over.CancelAsync();
        var sets = (await Task.WhenAll(readers)).Sum();

        TestContext.WriteLine($"{sets} sets of {Packages} lists were read meanwhile");
        Assert.IsGreaterThan(Readers, sets);
    }

    private static string[] Ids => [.. Enumerable.Range(0, Packages).Select(i => $"Acme.Part{i:00}")];

    /// <summary>What a restore does: it reads the list of one package after the other. Each may be younger than those before, never older.</summary>
    private static async Task<int> ReadAsync(HttpClient[] servers, int reader, CancellationToken cancellation)
    {
        var sets = 0;
        for (var turn = reader; !cancellation.IsCancellationRequested; turn++)
        {
            var newest = 0;
            foreach (var id in Ids)
            {
                var versions = await FeedScene.VersionsAsync(servers[turn++ % servers.Length], id);
                var count = versions.Length == 0 ? 0 : versions.Split(' ').Length;
                Assert.IsGreaterThanOrEqualTo(newest, count, $"{id} has {count} versions, and a package read before had {newest} already");
                newest = count;
            }

            sets++;
        }

        return sets;
    }
}
