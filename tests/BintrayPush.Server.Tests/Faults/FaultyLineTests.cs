using BintrayPush.Api;
using BintrayPush.Api.Http;
using BintrayPush.Artifacts;
using BintrayPush.Planning;
using BintrayPush.Pushing;

namespace BintrayPush.Server.Tests.Faults;

/// <summary>A push over a line that fails once, at every kind of call and in every way a line can fail: the push completes, and is true.</summary>
[TestClass]
public sealed class FaultyLineTests
{
    private const int Size = 300_000;

    [TestMethod]
    public async Task A_push_survives_every_fault_of_the_line_at_every_call()
    {
        await using var server = await RunningServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("faulty-line-");
        try
        {
            var content = new byte[Size];
            new Random(7).NextBytes(content);
            var file = Path.Combine(folder.FullName, "a.bin");
            await File.WriteAllBytesAsync(file, content);

            var cells = Enum.GetValues<WireFault>().SelectMany(fault => CallsOf($"p{(int)fault}").Select(call => (fault, call.Package, call.Line)));
            await Parallel.ForEachAsync(
                cells,
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (cell, _) => await PushAsync(server, file, content, cell.Package, cell.Line, cell.fault));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<(string Package, string Line)> CallsOf(string name)
    {
        yield return ($"{name}a", "GET /repos/acme/bin");
        yield return ($"{name}b", "POST /packages/acme/bin ");
        yield return ($"{name}c", $"POST /packages/acme/bin/{name}c/versions ");
        yield return ($"{name}d", $"GET /packages/acme/bin/{name}d/versions/1.0/files");
        yield return ($"{name}e", $"PUT /content/acme/bin/{name}e/1.0/");
        yield return ($"{name}f", $"POST /content/acme/bin/{name}f/1.0/publish");
    }

    private static async Task PushAsync(RunningServer server, string file, byte[] content, string package, string call, WireFault fault)
    {
        var what = $"{fault} at {call}";
        using var proxy = new FaultProxy(server.Url.Port, call, fault);
        Assert.IsTrue(ServiceUrl.TryParse(proxy.Url, out var url, out _));
        var limits = new HttpLimits { Silence = fault.ToString().StartsWith("Silence", StringComparison.Ordinal) ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(60) };
        using var client = BintrayHttpClient.Open(url, downloads: null, new Credentials(RunningServer.Admin, new Secret(server.Key)), limits);
        var waits = new List<TimeSpan>();
        var clock = new Clock(
            (wait, _) =>
            {
                waits.Add(wait);
                return Task.CompletedTask;
            },
            () => 0,
            () => TimeSpan.Zero);

        var receipt = await Push.RunAsync(
            Planner.Make(new PushRequest
            {
                Artifacts = [Artifact.At(file, $"{package}/a.bin")],
                Project = new("acme/bin", package, "1.0", null),
                Repository = new RepositoryClause(new RepositoryDetails { Type = "generic" }, UpdateExisting: false),
            }),
            new Destination(client, proxy.Url, (_, _) => null, (_, _) => null),
            new PushLimits { Clock = clock },
            _ => { },
            CancellationToken.None);

        Assert.IsTrue(receipt.Complete, $"{what}: {string.Join("\n", receipt.Problems.Select(problem => problem.Text))}");
        Assert.AreEqual(Outcome.Uploaded, receipt.Files.Single().Outcome, what);
        Assert.IsTrue(proxy.HasStruck, what);
        if (fault == WireFault.TooMany)
        {
            Assert.AreEqual(3, waits.Single().TotalSeconds, what);
        }

        using var direct = server.OpenClient();
        using var stored = await direct.DownloadAsync(new FileAddress(RepositoryAddress.Of("acme", "bin"), RepositoryPath.Of($"{package}/a.bin")), includeUnpublished: false, CancellationToken.None);
        Assert.IsNotNull(stored, what);
        using var read = new MemoryStream();
        await stored.Content.CopyToAsync(read);
        CollectionAssert.AreEqual(content, read.ToArray(), what);
    }
}
