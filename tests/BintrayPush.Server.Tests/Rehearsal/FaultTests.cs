using BintrayPush.Server.Rehearsal;

namespace BintrayPush.Server.Tests.Rehearsal;

/// <summary>Each fault as a client meets it.</summary>
[TestClass]
public sealed class FaultTests
{
    private const string Old = "dl/acme/tools/old.txt";

    [TestMethod]
    public async Task Every_answer_says_that_faults_are_on_and_the_log_has_each_of_them()
    {
        using var scene = FaultScene.Of("""{ "name": "busy", "fault": "answer", "status": 429, "retry-after": 7, "path": "/repos/*/tools", "nth": 3 }""");
        await using var server = await scene.StartAsync();

        var first = await server.SendAsync("GET", "repos/acme/tools");
        var second = await server.SendAsync("GET", "api/v1/repos/acme/tools");
        var third = await server.SendAsync("GET", "repos/acme/tools");

        Assert.AreEqual("200 on", $"{first.Status} {first.Header(FaultyCalls.Header)}");
        Assert.AreEqual("429 busy", $"{second.Status} {second.Header(FaultyCalls.Header)}");
        Assert.AreEqual("7", second.Header("Retry-After"));
        Assert.AreEqual("""{"message":"Too Many Requests"}""", second.Body);
        Assert.AreEqual(200, third.Status);
        Assert.Contains("REHEARSAL: this server makes 1 faults on purpose", server.Log.Text, StringComparison.Ordinal);
        Assert.Contains("Rehearsal: GET /api/v1/repos/acme/tools: fault 'busy', answer 429", server.Log.Text, StringComparison.Ordinal);
        Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", "healthz/ready")).Status);
    }

    [TestMethod]
    [DataRow(502, "text/html", "<center><h1>502 Bad Gateway</h1></center>")]
    [DataRow(403, "text/plain; charset=utf-8", "Forbidden!")]
    [DataRow(401, "application/json", "This resource requires authentication")]
    [DataRow(409, "application/json", "{\"message\":\"Conflict\"}")]
    public async Task An_answer_has_the_form_that_the_original_service_had(int status, string type, string body)
    {
        using var scene = FaultScene.Of($$"""{ "fault": "answer", "status": {{status}}, "path": "/repos/acme" }""");
        await using var server = await scene.StartAsync();

        var reply = await server.SendAsync("GET", "repos/acme");

        Assert.AreEqual($"{status} {type}", $"{reply.Status} {reply.Header("Content-Type")}");
        StringAssert.Contains(reply.Body, body);
    }

    [TestMethod]
    public async Task A_body_of_the_file_takes_the_place_of_the_usual_one()
    {
        using var scene = FaultScene.Of("""{ "fault": "answer", "status": 200, "body": "<html>Welcome</html>", "path": "/repos/acme" }""");
        await using var server = await scene.StartAsync();

        var reply = await server.SendAsync("GET", "repos/acme");

        Assert.AreEqual("200 text/html <html>Welcome</html>", $"{reply.Status} {reply.Header("Content-Type")} {reply.Body}");
    }

    [TestMethod]
    public async Task After_the_work_is_done_its_answer_can_be_lost_and_before_it_nothing_is_done()
    {
        using var scene = FaultScene.Of("""
            { "fault": "answer", "status": 500, "method": "PUT", "path": "/content/**/before.txt" },
            { "fault": "answer", "status": 500, "method": "PUT", "path": "/content/**/after.txt", "when": "after" }
            """);
        await using var server = await scene.StartAsync();

        Assert.AreEqual(500, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/before.txt;publish=1", "b")).Status);
        Assert.AreEqual(500, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/after.txt;publish=1", "a")).Status);

        Assert.AreEqual(404, (await server.SendAsync("GET", "dl/acme/tools/before.txt")).Status);
        Assert.AreEqual("a", (await server.SendAsync("GET", "dl/acme/tools/after.txt")).Body);
    }

    [TestMethod]
    public async Task What_is_there_is_found_after_some_looks_and_what_is_not_is_not()
    {
        using var scene = FaultScene.Of("""{ "fault": "lag", "looks": 2, "path": "/dl/**" }""");
        await using var server = await scene.StartAsync();

        Assert.AreEqual(404, (await server.SendAsync("GET", "dl/acme/tools/none.txt")).Status);
        Assert.AreEqual(404, (await server.SendAsync("GET", Old)).Status);
        Assert.AreEqual(404, (await server.SendAsync("HEAD", Old)).Status);
        var found = await server.SendAsync("GET", Old);

        Assert.AreEqual("200 0123456789 on", $"{found.Status} {found.Body} {found.Header(FaultyCalls.Header)}");
    }

    [TestMethod]
    public async Task What_is_there_is_found_when_its_time_is_over()
    {
        using var scene = FaultScene.Of("""{ "fault": "lag", "seconds": 30, "path": "/dl/**" }""");
        var time = new ManualTime();
        await using var server = await scene.StartAsync(time);

        Assert.AreEqual(404, (await server.SendAsync("GET", Old)).Status);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.AreEqual(404, (await server.SendAsync("GET", Old)).Status);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.AreEqual(200, (await server.SendAsync("GET", Old)).Status);
    }

    [TestMethod]
    [DataRow("before")]
    [DataRow("after")]
    public async Task An_answer_comes_late(string when)
    {
        using var scene = FaultScene.Of($$"""{ "fault": "delay", "seconds": 100, "path": "/dl/**", "when": "{{when}}" }""");
        var time = new ManualTime();
        await using var server = await scene.StartAsync(time);

        var late = server.SendAsync("GET", Old);
        await time.WaitedForAsync(TimeSpan.FromSeconds(100));
        Assert.IsFalse(late.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(100));

        Assert.AreEqual("0123456789", (await late).Body);
    }

    [TestMethod]
    public async Task A_body_is_cut_with_its_connection_or_shortened_so_that_it_looks_whole()
    {
        using var scene = FaultScene.Of("""
            { "fault": "cut", "bytes": 4, "path": "/dl/**", "nth": 1 },
            { "fault": "shorten", "bytes": 1000, "path": "/dl/**", "nth": 2 }
            """);
        await using var server = await scene.StartAsync();

        var cut = await server.RawAsync($"GET /{Old} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var shortened = await server.SendAsync("GET", Old);
        var whole = await server.SendAsync("GET", Old);

        StringAssert.Contains(cut, "Content-Length: 10\r\n");
        StringAssert.EndsWith(cut, "\r\n\r\n0123");
        Assert.AreEqual("9 012345678", $"{shortened.Header("Content-Length")} {shortened.Body}");
        Assert.AreEqual("0123456789", whole.Body);
    }

    [TestMethod]
    public async Task A_connection_is_reset_while_something_is_sent_and_nothing_of_it_is_stored()
    {
        using var scene = FaultScene.Of("""{ "fault": "reset", "bytes": 3, "method": "PUT", "path": "/content/**/new.txt", "times": 1 }""");
        await using var server = await scene.StartAsync();

        Assert.AreEqual("", await server.PutRawAsync("/content/acme/tools/lib/1.0/new.txt;publish=1", "0123456789"));
        Assert.AreEqual(404, (await server.SendAsync("GET", "dl/acme/tools/new.txt")).Status);
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/new.txt;publish=1", "0123456789")).Status);
    }

    [TestMethod]
    public async Task The_same_seed_is_the_same_run_and_another_one_is_another()
    {
        var runs = new List<string>();
        foreach (var seed in new[] { 1, 1, 2 })
        {
            using var scene = FaultScene.Of("""{ "fault": "answer", "status": 401, "percent": 40, "method": "GET", "path": "/packages/**" }""", seed);
            await using var server = await scene.StartAsync();
            // From the back the second time: the order in which they come does not matter.
            var asked = Enumerable.Range(0, 30).OrderBy(number => runs.Count == 1 ? -number : number);
            var replies = new SortedDictionary<int, int>();
            foreach (var number in asked)
            {
                replies[number] = (await server.SendAsync("GET", $"packages/acme/tools/p{number}")).Status;
            }

            runs.Add(string.Join(' ', replies.Values));
        }

        Assert.AreEqual(runs[0], runs[1]);
        Assert.AreNotEqual(runs[0], runs[2]);
        Assert.IsGreaterThan(3, runs[0].Split(' ').Count(status => status == "401"));
        Assert.IsGreaterThan(3, runs[0].Split(' ').Count(status => status == "404"));
    }

    [TestMethod]
    public async Task Of_several_faults_the_first_happens_and_a_delay_is_beside_it()
    {
        using var scene = FaultScene.Of("""
            { "name": "a", "fault": "delay", "seconds": 0, "path": "/repos/**" },
            { "name": "b", "fault": "answer", "status": 503, "path": "/repos/**", "times": 1 },
            { "name": "c", "fault": "answer", "status": 429, "path": "/repos/**" }
            """);
        await using var server = await RunningServer.StartAsync(settings => settings with { Faults = scene.File });

        var first = await server.SendAsync("GET", "repos/acme/tools");
        var second = await server.SendAsync("GET", "repos/acme/tools");

        Assert.AreEqual("503 a, b", $"{first.Status} {first.Header(FaultyCalls.Header)}");
        Assert.AreEqual("429 a, c", $"{second.Status} {second.Header(FaultyCalls.Header)}");
    }
}
