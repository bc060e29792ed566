using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.CutUploads;

/// <summary>An upload of a large file that is cut at 70 %: only the rest is sent again, whoever takes it.</summary>
[TestClass]
public sealed class CutUploadTests
{
    private const long AtCut = LargePush.Size / 10 * 7;

    /// <summary>With the whole file sent again it would be 1.7 times the size.</summary>
    private const long Most = LargePush.Size / 100 * 135L;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_push_sends_only_the_rest_again()
    {
        await using var server = await RunningServer.StartAsync();
        using var push = new LargePush();
        using var line = new CuttingLine(server.Url, AtCut);

        await push.AssertPublishedAsync(await push.RunAsync(line.Url, server.Key), server.Url);

        AssertResumed(push, line);
        Assert.IsEmpty(Unfinished(server.Folder));
    }

    [TestMethod]
    public async Task So_it_does_if_the_server_has_not_seen_that_the_line_is_dead()
    {
        await using var server = await RunningServer.StartAsync();
        using var push = new LargePush();
        using var line = new CuttingLine(server.Url, AtCut) { IsSilent = true };

        await push.AssertPublishedAsync(await push.RunAsync(line.Url, server.Key), server.Url);

        AssertResumed(push, line);
    }

    [TestMethod]
    public async Task So_does_a_push_in_a_later_process()
    {
        await using var server = await RunningServer.StartAsync();
        using var push = new LargePush();
        using var line = new CuttingLine(server.Url, AtCut);

        Assert.IsFalse((await push.RunAsync(line.Url, server.Key, retries: 0)).Complete);
        await push.AssertPublishedAsync(await push.RunAsync(line.Url, server.Key), server.Url);

        AssertResumed(push, line);
    }

    [TestMethod]
    public async Task So_does_a_push_to_another_server_over_the_same_folder()
    {
        await using var first = await RunningServer.StartAsync();
        await using var second = await RunningServer.StartAsync(settings => settings, first.Folder, ServerUsers.Admin, first.Key);
        using var push = new LargePush();
        using var line = new CuttingLine(first.Url, AtCut);

        Assert.IsFalse((await push.RunAsync(line.Url, first.Key, retries: 0)).Complete);
        line.LeadTo(second.Url);
        await push.AssertPublishedAsync(await push.RunAsync(line.Url, first.Key), first.Url);

        AssertResumed(push, line);
    }

    [TestMethod]
    public async Task So_does_a_push_whose_server_was_killed()
    {
        var data = Directory.CreateTempSubdirectory("cut-upload-").FullName;
        var key = ServerUsers.AddAdmin(data);
        using var server = await ServerProcess.StartAsync(data, TestContext.CancellationToken);
        using var push = new LargePush();
        using var line = new CuttingLine(server.Url, AtCut) { Cutting = server.Kill };

        Assert.IsFalse((await push.RunAsync(line.Url, key, retries: 0)).Complete);
        using var next = await server.RestartAsync(TestContext.CancellationToken);
        line.LeadTo(next.Url);
        await push.AssertPublishedAsync(await push.RunAsync(line.Url, key), next.Url);

        AssertResumed(push, line);
        next.Dispose();
        Directory.Delete(data, recursive: true);
    }

    [TestMethod]
    public async Task What_was_damaged_meanwhile_is_sent_again()
    {
        await using var server = await RunningServer.StartAsync();
        using var push = new LargePush();
        using var line = new CuttingLine(server.Url, AtCut);
        Assert.IsFalse((await push.RunAsync(line.Url, server.Key, retries: 0)).Complete);
        await server.AskAsync(LargePush.Size);
        using (var kept = new FileStream(Unfinished(server.Folder).Single(), FileMode.Open))
        {
            var there = kept.ReadByte();
            kept.Position = 0;
            kept.WriteByte((byte)~there);
        }

        await push.AssertPublishedAsync(await push.RunAsync(line.Url, server.Key), server.Url);

        StringAssert.Contains(push.Trace, "is sent from its beginning", StringComparison.Ordinal);
        Assert.IsEmpty(Unfinished(server.Folder));
    }

    [TestMethod]
    public async Task Another_file_of_that_size_is_not_joined_to_what_is_kept()
    {
        await using var server = await RunningServer.StartAsync();
        using var push = new LargePush();
        using var line = new CuttingLine(server.Url, AtCut);
        Assert.IsFalse((await push.RunAsync(line.Url, server.Key, retries: 0)).Complete);

        Assert.AreNotEqual(0, await server.AskAsync(LargePush.Size));
        push.Write(seed: 18);

        await push.AssertPublishedAsync(await push.RunAsync(line.Url, server.Key), server.Url);
    }

    [TestMethod]
    public async Task Another_user_sends_the_whole_file()
    {
        await using var server = await RunningServer.StartAsync();
        var key = ServerUsers.Add(server.Folder, "jim", (ServerUsers.Subject, Role.Admin));
        using var push = new LargePush();
        using var line = new CuttingLine(server.Url, AtCut);
        Assert.IsFalse((await push.RunAsync(line.Url, server.Key, retries: 0)).Complete);

        await push.AssertPublishedAsync(await push.RunAsync(line.Url, key, user: "jim"), server.Url);

        Assert.IsFalse(push.Trace.Contains("resuming", StringComparison.Ordinal), push.Trace);
        Assert.HasCount(1, Unfinished(server.Folder), "It is still there for the one who began it.");
    }

    [TestMethod]
    public async Task Two_who_push_the_same_file_at_once_do_not_disturb_each_other()
    {
        await using var server = await RunningServer.StartAsync();
        using var push = new LargePush();
        using var line = new CuttingLine(server.Url, AtCut);

        var receipts = await Task.WhenAll(push.RunAsync(line.Url, server.Key), push.RunAsync(server.Url.AbsoluteUri, server.Key));

        foreach (var receipt in receipts)
        {
            await push.AssertPublishedAsync(receipt, server.Url);
        }
    }

    [TestMethod]
    public async Task Of_a_small_file_nothing_is_asked_and_nothing_kept()
    {
        await using var server = await RunningServer.StartAsync();
        using var push = new LargePush(4 << 20);
        using var line = new CuttingLine(server.Url, 3 << 20);

        Assert.IsFalse((await push.RunAsync(line.Url, server.Key, retries: 0)).Complete);
        Assert.IsEmpty(Unfinished(server.Folder));
        await push.AssertPublishedAsync(await push.RunAsync(line.Url, server.Key), server.Url);

        Assert.IsFalse(server.Log.Text.Contains("HEAD", StringComparison.Ordinal));
    }

    private static string[] Unfinished(string data) => Directory.Exists(Path.Combine(data, "tmp", "unfinished"))
        ? Directory.GetFiles(Path.Combine(data, "tmp", "unfinished"))
        : [];

    private static void AssertResumed(LargePush push, CuttingLine line)
    {
        Assert.IsGreaterThan(0, line.Cuts, "It was never cut.");
        StringAssert.Contains(push.Trace, "resuming a.bin at ", StringComparison.Ordinal);
        Assert.IsLessThanOrEqualTo(Most, line.Sent);
    }
}
