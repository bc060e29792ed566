using System.Text;
using System.Text.Json;
using BintrayPush.Feed.Tests;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Tests.Feeds;
using BintrayPush.Storage.Statistics;

namespace BintrayPush.Server.Tests.Statistics;

/// <summary>Downloads are counted, and Bintray's calls for statistics say how many there were.</summary>
[TestClass]
public sealed class DownloadStatisticsTests
{
    private const string Files = "packages/acme/tools/lib/stats/file_downloads";

    private readonly ManualTime _time = new();
    private RunningServer _server = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        // Noon of today: the store has a clock of its own.
        _time.Advance(DateTime.UtcNow.Date.AddHours(12) - DateTime.UnixEpoch);
        _server = await RunningServer.StartWithPackageAsync(settings => settings with { Time = _time });
        await PutAsync("1.0", "a.txt", "hello");
    }

    [TestCleanup]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestMethod]
    public async Task What_was_sent_from_its_first_byte_counts_and_nothing_else_does()
    {
        await PutAsync("1.0", "waits.txt", "hello", publish: false);
        (string Method, string Path, int Status, int Count, (string, string)[] Headers)[] calls =
        [
            ("GET", "dl/acme/tools/a.txt", 200, 1, []),
            ("GET", "acme/tools/a.txt", 200, 1, []),
            ("HEAD", "dl/acme/tools/a.txt", 200, 0, []),
            ("GET", "dl/acme/tools/a.txt", 206, 1, [("Range", "bytes=0-")]),
            ("GET", "dl/acme/tools/a.txt", 206, 1, [("Range", "bytes=0-1")]),
            ("GET", "dl/acme/tools/a.txt", 206, 0, [("Range", "bytes=2-")]),
            ("GET", "dl/acme/tools/a.txt", 206, 0, [("Range", "bytes=-2")]),
            ("GET", "dl/acme/tools/a.txt", 416, 0, [("Range", "bytes=9-")]),
            ("GET", "dl/acme/tools/a.txt", 304, 0, [("If-None-Match", "*")]),
            ("GET", "dl/acme/tools/a.txt", 200, 1, [("If-None-Match", "\"other\"")]),
            ("GET", "dl/acme/tools/none.txt", 404, 0, []),
            ("GET", "dl/acme/tools/waits.txt", 200, 0, []),
            ("GET", "dl/acme/tools/", 200, 0, []),
        ];
        foreach (var (method, path, status, _, headers) in calls)
        {
            Assert.AreEqual(status, (await _server.Http.SendAsync(method, path, null, headers)).Status, $"{method} {path}");
        }

        await using var next = await RestartAsync();
        Assert.AreEqual($"1.0/a.txt={calls.Sum(call => call.Count)}", await RecordsAsync(next, Files));
    }

    [TestMethod]
    public async Task A_receiver_who_goes_before_the_end_is_not_counted()
    {
        await PutAsync("1.0", "large.bin", new string('x', 8_000_000));
        await using (var connection = await _server.ConnectAsync())
        {
            await connection.WriteAsync(Encoding.ASCII.GetBytes("GET /dl/acme/tools/large.bin HTTP/1.1\r\nHost: x\r\n\r\n"));
            StringAssert.StartsWith(await connection.ReadUntilAsync("\r\n\r\n"), "HTTP/1.1 200 ", StringComparison.Ordinal);
        }

        await _server.Log.WaitForAsync("broken off by the caller");
        Assert.AreEqual(200, (await _server.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Status);
        await using var next = await RestartAsync();
        Assert.AreEqual("1.0/a.txt=1", await RecordsAsync(next, Files));
    }

    [TestMethod]
    public async Task After_a_minute_every_server_over_the_store_knows_of_it()
    {
        await using var other = await OpenAsync();
        await DownloadAsync(_server);
        await DownloadAsync(other);
        Assert.AreEqual("", await RecordsAsync(other, Files), "It is not written with each download.");

        _time.Advance(TimeSpan.FromMinutes(1));

        await ExpectAsync(other, "1.0/a.txt=2");
        await ExpectAsync(_server, "1.0/a.txt=2");
    }

    [TestMethod]
    public async Task Days_and_totals_are_told_as_Bintray_did()
    {
        var first = CountedDay.Of(_time.GetUtcNow());
        await DownloadAsync(_server);
        _time.Advance(TimeSpan.FromDays(1));
        var second = CountedDay.Of(_time.GetUtcNow());
        await PutAsync("2.0", "b.txt", "hello");
        await DownloadAsync(_server, "b.txt");
        await DownloadAsync(_server);
        await using var next = await RestartAsync();
        var days = $$"""{"date":"{{first}}","downloads":[{"version":"1.0","count":1}]}""";
        var more = $$"""{"date":"{{second}}","downloads":[{"version":"1.0","count":1},{"version":"2.0","count":1}]}""";
        const string Package = "packages/acme/tools/lib/";

        await AnswersAsync($"{Package}stats/time_range_downloads", "", $"[{days},{more}]");
        await AnswersAsync($"{Package}stats/total_downloads", "", """[{"version":"1.0","count":2},{"version":"2.0","count":1}]""");
        await AnswersAsync(
            $"{Package}stats/total_downloads",
            $$"""{"from":"{{first}}T12:08:56.235z","to":"{{first}}T13:00:00.000Z"}""",
            """[{"version":"1.0","count":1}]""");
        await AnswersAsync($"{Package}stats/time_range_downloads", $$"""{"from":"{{second}}","to":"{{second}}"}""", $"[{more}]");
        await AnswersAsync(
            $"{Package}versions/2.0/stats/time_range_downloads",
            "",
            $$"""[{"date":"{{second}}","downloads":[{"version":"2.0","count":1}]}]""");
        await AnswersAsync($"{Package}versions/_latest/stats/total_downloads", "", """[{"version":"2.0","count":1}]""");
        await AnswersAsync(
            $"{Package}versions/1.0/stats/file_downloads", "", """[{"version":"1.0","path":"a.txt","count":2}]""");

        var asked = await next.SendAsync("GET", $"{Package}stats/total_downloads?from={first}&to={first}");
        Assert.AreEqual(
            $$"""{"from":"{{first}}T00:00:00.000Z","to":"{{first}}T23:59:59.999Z","records":[{"version":"1.0","count":1}]}""", asked.Body);
        Assert.AreEqual(404, (await next.SendAsync("POST", $"{Package}versions/3.0/stats/total_downloads", "{}")).Status);
        Assert.AreEqual(404, (await next.SendAsync("POST", "packages/acme/tools/none/stats/total_downloads", "{}")).Status);
        Assert.AreEqual(400, (await next.SendAsync("POST", $"{Package}stats/total_downloads", """{"from":"yesterday"}""")).Status);
        Assert.AreEqual(400, (await next.SendAsync("GET", $"{Package}stats/total_downloads?to=soon")).Status);
        Assert.AreEqual(200, (await next.SendAsync("GET", $"{Package}stats/total_downloads?to=9999-12-31")).Status);
        var wrong = await next.SendAsync("POST", $"{Package}stats/total_downloads", $$"""{"from":"{{second}}","to":"{{first}}"}""");
        Assert.AreEqual(400, wrong.Status);
        StringAssert.Contains(wrong.Body, "must not be after");

        async Task AnswersAsync(string path, string body, string records)
        {
            var reply = await next.SendAsync("POST", path, body);
            Assert.AreEqual(200, reply.Status, reply.Body);
            Assert.AreEqual(records, reply.Json.GetProperty("records").GetRawText(), path);
        }
    }

    [TestMethod]
    public async Task A_feed_says_how_often_its_packages_were_restored()
    {
        await using var feed = await FeedScene.StartAsync();
        await feed.UploadAsync(Nupkg.Make("Hello", "1.0.0"));
        await feed.UploadAsync(Nupkg.Make("Hello", "2.0.0-beta"));
        foreach (var part in new[] { "1.0.0/hello.1.0.0.nupkg", "1.0.0/hello.nuspec", "2.0.0-beta/hello.2.0.0-beta.nupkg" })
        {
            Assert.AreEqual(200, (await feed.Server.Anonymous.SendAsync("GET", $"nuget/acme/nuget/v3/flat/hello/{part}")).Status);
        }

        Assert.AreEqual("0: 1.0.0=0", await FoundAsync(feed.Server));
        await feed.Server.StopAsync();
        await using var next = await feed.StartAnotherAsync("two");
        Assert.AreEqual("2: 1.0.0=1", await FoundAsync(next));
        Assert.AreEqual(
            "1.0.0/Hello.1.0.0.nupkg=1", await RecordsAsync(next, "packages/acme/nuget/Hello/versions/1.0.0/stats/file_downloads"));

        static async Task<string> FoundAsync(RunningServer server)
        {
            var found = (await server.Anonymous.SendAsync("GET", "nuget/acme/nuget/v3/search")).Json.GetProperty("data")[0];
            return $"{found.GetProperty("totalDownloads").GetInt64()}: " + string.Join(' ', found.GetProperty("versions").EnumerateArray()
                .Select(version => $"{version.GetProperty("version").GetString()}={version.GetProperty("downloads").GetInt64()}"));
        }
    }

    [TestMethod]
    public async Task A_server_that_only_reads_counts_nothing_and_tells_what_is_known()
    {
        await DownloadAsync(_server);
        await _server.StopAsync();
        await using var reading = await OpenAsync(readOnly: true);
        await DownloadAsync(reading);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.AreEqual("1.0/a.txt=1", await RecordsAsync(reading, Files));
    }

    [TestMethod]
    public async Task A_file_that_nginx_sends_counts_when_it_is_handed_over()
    {
        await using var handing = await OpenAsync(change: settings => settings with { AccelLocation = "/files/" });
        Assert.IsNotNull((await handing.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Header("X-Accel-Redirect"));
        await handing.StopAsync();
        Assert.AreEqual("1.0/a.txt=1", await RecordsAsync(_server, Files));
    }

    private static async Task DownloadAsync(RunningServer server, string path = "a.txt") =>
        Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", $"dl/acme/tools/{path}")).Status);

    /// <summary>The writing goes on beside the answers, so it is asked until it is there.</summary>
    private static async Task ExpectAsync(RunningServer server, string records)
    {
        const int Tries = 500;
        var last = "";
        for (var i = 0; i < Tries && last != records; i++)
        {
            last = await RecordsAsync(server, Files);
        }

        Assert.AreEqual(records, last);
    }

    private static async Task<string> RecordsAsync(RunningServer server, string path)
    {
        var reply = await server.SendAsync("GET", path);
        Assert.AreEqual(200, reply.Status, reply.Body);
        return string.Join(' ', reply.Json.GetProperty("records").EnumerateArray().Select(Text));

        static string Text(JsonElement one) =>
            $"{one.GetProperty("version").GetString()}/{one.GetProperty("path").GetString()}={one.GetProperty("count").GetInt64()}";
    }

    private Task<RunningServer> OpenAsync(bool readOnly = false, Func<ServerSettings, ServerSettings>? change = null) =>
        RunningServer.StartAsync(
            settings => (change?.Invoke(settings) ?? settings) with
            {
                Time = _time,
                ReadOnly = readOnly,
                Index = _server.Folder + ".other",
            },
            _server.Folder, ServerUsers.Admin, _server.Key);

    private async Task<RunningServer> RestartAsync()
    {
        await _server.StopAsync();
        return await OpenAsync();
    }

    private async Task PutAsync(string version, string path, string text, bool publish = true) => Assert.AreEqual(
        201, (await _server.SendAsync("PUT", $"content/acme/tools/lib/{version}/{path}?publish={(publish ? 1 : 0)}", text)).Status);
}
