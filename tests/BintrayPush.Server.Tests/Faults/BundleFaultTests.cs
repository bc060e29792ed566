using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Destinations;
using BintrayPush.Planning;
using BintrayPush.Push;
using BintrayPush.Retry;

namespace BintrayPush.Server.Tests.Faults;

/// <summary>
/// Whatever happens to the call that brings many files at once, between the real client and the real server: the files go one by one, and
/// the push completes. As only one bundle is tried then, it does not matter whether it happens once or always.
/// </summary>
[TestClass]
public sealed class BundleFaultTests
{
    private const int Files = 40;

    private static RunningServer _server = null!;

    public static IEnumerable<object[]> Faults => WireFault.All.Where(fault => fault.Concerns("upload"))
        .Select(fault => new object[] { fault.Name });

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        _ = context;
        _server = await RunningServer.StartAsync();
    }

    [ClassCleanup]
    public static async Task EndAsync() => await _server.DisposeAsync();

    [TestMethod]
    [DynamicData(nameof(Faults))]
    public async Task A_push_completes_whatever_happens_to_its_bundles(string name)
    {
        var fault = WireFault.All.Single(known => known.Name == name);
        var repository = RepositoryAddress.Of("acme", "r" + WireFault.All.ToList().IndexOf(fault));
        var folder = Directory.CreateTempSubdirectory("bundle-faults-");
        try
        {
            var files = Enumerable.Range(0, Files).Select(i => Write(folder.FullName, $"f{i:00}.bin", i)).ToList();
            using var proxy = new FaultProxy(_server.Url.Port, $"PUT /content/{repository}/lib/1.0?explode=1 ", fault, always: false);
            var waits = 0;
            var clock = new Clock(
                (_, _) =>
                {
                    proxy.Waited(Interlocked.Increment(ref waits));
                    return Task.CompletedTask;
                },
                () => 0,
                () => TimeSpan.Zero);
            var silence = fault.What is Happening.Silence or Happening.SilenceAfterTheWork
                ? TimeSpan.FromSeconds(1)
                : TimeSpan.FromSeconds(60);
            Assert.IsTrue(ServiceUrl.TryParse(proxy.Url, out var url, out _));
            using var client = BintrayHttpClient.Open(
                url, downloads: null, new Credentials(ServerUsers.Admin, new Secret(_server.Key)), new HttpLimits { Silence = silence });

            var receipt = await PushRun.RunAsync(
                Planner.Make(new PushSettings
                {
                    Artifacts = files,
                    Project = new(repository.ToString(), "lib", "1.0", null),
                    Repository = new RepositoryClause(new RepositoryDetails { Type = "generic" }, UpdateExisting: false),
                }),
                new Destination(client, proxy.Url, (_, _) => null, (_, _) => null),
                new() { Limits = new PushLimits { Clock = clock, MaxParallelUploads = 1 } },
                CancellationToken.None);

            Assert.IsTrue(receipt.Complete, string.Join("\n", receipt.Problems.Select(problem => problem.Text)));
            Assert.IsGreaterThan(0, proxy.Struck, "It did not happen.");
            foreach (var file in files)
            {
                var path = RepositoryPath.Of(Path.GetFileName(file.LocalPath));
                using var direct = _server.OpenClient();
                using var stored = await direct.DownloadAsync(
                    new FileAddress(repository, path), includeUnpublished: false, CancellationToken.None);
                using var read = new MemoryStream();
                await stored!.Content.CopyToAsync(read);
                CollectionAssert.AreEqual(await File.ReadAllBytesAsync(file.LocalPath), read.ToArray(), path.Value);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Artifact Write(string folder, string name, int seed)
    {
        var content = new byte[3000];
        new Random(seed).NextBytes(content);
        File.WriteAllBytes(Path.Combine(folder, name), content);
        return Artifact.At(Path.Combine(folder, name));
    }
}
