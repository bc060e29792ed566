using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Destinations;
using BintrayPush.Messages;
using BintrayPush.Planning;
using BintrayPush.Push;
using BintrayPush.Report;
using BintrayPush.Retry;

namespace BintrayPush.Server.Tests.Faults;

/// <summary>
/// A push of one file over a line that fails, to a repository of its own; and what must be true whatever fails: what the receipt says is
/// public is public, the bytes are right, and the next push, over a line that does not fail, completes it.
/// </summary>
internal sealed class LinePush(RunningServer server, string file, byte[] content, RepositoryAddress repository)
{
    private static readonly TimeSpan Impatient = TimeSpan.FromSeconds(1);

    /// <summary>The calls of a push, by the beginnings of their request lines.</summary>
    public static IReadOnlyList<(string Name, string Line)> CallsTo(RepositoryAddress repository) =>
    [
        ("get repository", $"GET /repos/{repository} "),
        ("create repository", $"POST /repos/{repository} "),
        ("get package", $"GET /packages/{repository}/lib "),
        ("create package", $"POST /packages/{repository} "),
        ("get version", $"GET /packages/{repository}/lib/versions/1.0 "),
        ("create version", $"POST /packages/{repository}/lib/versions "),
        ("set attributes", $"PATCH /packages/{repository}/lib/versions/1.0/attributes "),
        ("list", $"GET /packages/{repository}/lib/versions/1.0/files?"),
        ("upload", $"PUT /content/{repository}/lib/1.0/a.bin"),
        ("publish", $"POST /content/{repository}/lib/1.0/publish "),
    ];

    /// <returns>What the push came to: <c>done</c>, or its codes.</returns>
    public async Task<string> RunAsync(string call, WireFault fault, bool always)
    {
        using var proxy = new FaultProxy(server.Url.Port, CallsTo(repository).Single(known => known.Name == call).Line, fault, always);
        var silence = fault.What is Happening.Silence or Happening.SilenceAfterTheWork ? Impatient : TimeSpan.FromSeconds(60);
        var waits = new List<TimeSpan>();
        var clock = new Clock(
            (wait, _) =>
            {
                waits.Add(wait);
                proxy.Waited(waits.Count);
                return Task.CompletedTask;
            },
            () => 0,
            () => TimeSpan.Zero)
        {
            // The limits of whole attempts are longer than those of silence.
            CancelAfter = (source, time) => source.CancelAfter(time > TimeSpan.FromSeconds(90) ? time : silence),
        };

        // One question after the other: while nobody listens, those that are asked beside it would fail too.
        var receipt = await PushAsync(
            proxy, silence, new PushLimits { Clock = clock, RetryCount = always ? 1 : 5, MaxParallelUploads = 1 });
        Assert.IsGreaterThan(0, proxy.Struck, "It did not happen.");
        await AssertTrueAsync(receipt);
        if (fault.What == Happening.TooMany)
        {
            Assert.AreEqual(3, waits[0].TotalSeconds, "It is not what the service asked for.");
        }

        if (!receipt.Complete)
        {
            proxy.Heal();
            var repeated = await PushAsync(proxy, TimeSpan.FromSeconds(60), new PushLimits { Clock = clock });
            Assert.IsTrue(repeated.Complete, "The next push failed: " + Words(repeated));
            await AssertTrueAsync(repeated);
        }

        return receipt.Complete ? "done" : string.Join(" ", Errors(receipt).Select(problem => problem.Code).Distinct());
    }

    private async Task<Receipt> PushAsync(FaultProxy proxy, TimeSpan silence, PushLimits limits)
    {
        Assert.IsTrue(ServiceUrl.TryParse(proxy.Url, out var url, out _));
        using var client = BintrayHttpClient.Open(
            url, downloads: null, new Credentials(ServerUsers.Admin, new Secret(server.Key)), new HttpLimits { Silence = silence });
        var plan = Planner.Make(new PushSettings
        {
            Artifacts = [Artifact.At(file)],
            Project = new(repository.ToString(), "lib", "1.0", null),
            Repository = new RepositoryClause(new RepositoryDetails { Type = "generic" }, UpdateExisting: false),
            VersionAttributes = [new AttributeValues("build", AttributeType.Number, ["17"])],
        });
        return await PushRun.RunAsync(
            plan, new Destination(client, proxy.Url, (_, _) => null, (_, _) => null), new() { Limits = limits }, CancellationToken.None);
    }

    private async Task AssertTrueAsync(Receipt receipt)
    {
        using var direct = server.OpenClient();
        using var stored = await direct.DownloadAsync(
            new FileAddress(repository, RepositoryPath.Of("a.bin")), includeUnpublished: false, CancellationToken.None);
        Assert.AreEqual(stored is not null, receipt.Files.Single().Published, "The receipt is wrong: " + Words(receipt));
        Assert.AreEqual(receipt.Complete, stored is not null, "It is public, and was not to be: " + Words(receipt));
        if (stored is not null)
        {
            using var read = new MemoryStream();
            await stored.Content.CopyToAsync(read);
            CollectionAssert.AreEqual(content, read.ToArray());
        }
    }

    private static IEnumerable<Problem> Errors(Receipt receipt) => receipt.Problems.Where(problem => problem.Severity == Severity.Error);

    private static string Words(Receipt receipt) => string.Join("\n", Errors(receipt).Select(problem => problem.Text));
}
