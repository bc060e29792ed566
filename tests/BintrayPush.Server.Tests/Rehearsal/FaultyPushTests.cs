using BintrayPush.Api.Model;
using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Destinations;
using BintrayPush.Planning;
using BintrayPush.Push;
using BintrayPush.Retry;
using BintrayPush.Server.Tests.Operations;

namespace BintrayPush.Server.Tests.Rehearsal;

/// <summary>A push of this project's own client through the menu of the page.</summary>
[TestClass]
public sealed class FaultyPushTests
{
    [TestMethod]
    public async Task A_push_gets_through_the_faults_of_the_page()
    {
        using var scene = new FaultScene(OperatingFiles.BlocksOf("rehearsal.md", "json").Single());
        await using var server = await RunningServer.StartAsync(settings => settings with { Faults = scene.File });
        var file = Path.Combine(server.Folder, "..", Path.GetRandomFileName() + ".txt");
        await File.WriteAllTextAsync(file, "what is pushed");
        var plan = Planner.Make(new PushSettings
        {
            Artifacts = [Artifact.At(file)],
            Project = new("acme/tools", "lib", "1.0", null),
            Repository = new RepositoryClause(new RepositoryDetails { Type = "generic" }, UpdateExisting: false),
        });
        var waits = new List<TimeSpan>();
        var clock = new Clock(
            (wait, _) =>
            {
                lock (waits)
                {
                    waits.Add(wait);
                }

                return Task.CompletedTask;
            },
            () => 0,
            () => TimeSpan.Zero);
        using var client = server.OpenClient();

        var receipt = await PushRun.RunAsync(
            plan, new Destination(client, server.Url.AbsoluteUri, (_, _) => null, (_, _) => null), new() { Limits = new() { Clock = clock } },
            CancellationToken.None);

        File.Delete(file);
        Assert.IsTrue(receipt.Complete, string.Join('\n', receipt.Problems.Select(problem => problem.Text)));
        Assert.Contains(TimeSpan.FromSeconds(1), waits);
        Assert.Contains("fault 'too fast'", server.Log.Text, StringComparison.Ordinal);
        Assert.Contains("fault 'lost publish'", server.Log.Text, StringComparison.Ordinal);
        var address = "dl/acme/tools/" + Path.GetFileName(file);
        await Assert.ThrowsAsync<HttpRequestException>(() => server.SendAsync("GET", address));
        Assert.AreEqual(404, (await server.SendAsync("GET", address)).Status);
        Assert.AreEqual(404, (await server.SendAsync("GET", address)).Status);
        Assert.AreEqual("what is pushed", (await server.SendAsync("GET", address)).Body);
    }
}
