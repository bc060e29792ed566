namespace BintrayPush.Server.Tests.Limits;

/// <summary>A log that nobody reads does not stop the server.</summary>
[TestClass]
public sealed class StalledLogTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task Lines_that_nobody_takes_are_dropped_and_counted_and_requests_go_on()
    {
        const int Requests = 12_000;
        var data = Directory.CreateTempSubdirectory("bintray-log-").FullName;
        ServerUsers.AddAdmin(data);
        using (var server = await ServerProcess.StartAsync(data, Cancellation, new() { IsUnread = true }))
        {
            using var http = new HttpClient { BaseAddress = server.Url };
            await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation }, async (i, cancellation) =>
            {
                using var response = await http.GetAsync(new Uri($"repos/acme/none{i}", UriKind.Relative), cancellation);
                Assert.AreEqual(401, (int)response.StatusCode);
            });
            Assert.AreEqual(200, (await http.SendAsync("GET", "healthz/live")).Status);

            // Now somebody reads. What waits comes, then how much was dropped, and the log goes on.
            var dropped = server.Error.ReadLineAsync(Cancellation).AsTask();
            var seen = 0;
            var asked = 0;
            while (!dropped.IsCompleted)
            {
                // The next line that finds room says how many found none.
                await http.SendAsync("GET", $"repos/acme/more{asked++}");
                Assert.IsNotNull(await server.Output.ReadLineAsync(Cancellation));
                seen++;
            }

            StringAssert.Matches(await dropped, new(@"\d+ message\(s\) dropped"));
            Assert.IsTrue(seen < Requests, $"{seen}");
        }

        Directory.Delete(data, recursive: true);
    }
}
