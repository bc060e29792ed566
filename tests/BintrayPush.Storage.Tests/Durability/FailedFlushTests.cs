namespace BintrayPush.Storage.Tests.Durability;

/// <summary>
/// The disk fails once, at any flush of an upload that is to be published: it is refused or warned of, nothing is listed that was refused,
/// and the same upload, sent again to the same process, is then on the disk, although the disk never writes what it has failed to write.
/// </summary>
[TestClass]
public sealed class FailedFlushTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    [DataRow(8)]
    [DataRow(10)]
    [DataRow(12)]
    public async Task A_failed_flush_is_a_refusal_before_the_commit_and_a_warning_after_it_and_never_forgotten(int flush)
    {
        OuterTool.RequireStrace();
        using var scratch = new TemporaryFolder();
        var folder = Path.Combine(scratch.Path, "store");
        Directory.CreateDirectory(folder);
        var trace = Path.Combine(scratch.Path, "trace");
        // Each thread counts its own flushes: the n-th of every thread fails.
        using var process = OtherProcess.Start(
            "attempt", folder, scratch.Path, SystemCalls.Tracing(trace, "-e", $"inject=fsync:error=EIO:when={flush}"));
        await process.UntilDoneAsync();
        var calls = SystemCalls.Read(trace).ToList();
        var failures = calls.Count(call => call is { Name: "fsync", Succeeded: false });
        var answers = await File.ReadAllLinesAsync(Path.Combine(scratch.Path, "answers"), TestContext.CancellationToken);
        TestContext.WriteLine($"{failures} failed: {string.Join(" | ", answers)}");

        Assert.IsTrue(failures > 0 || flush > 1);
        Assert.AreEqual(failures > 0, answers.Length > 1, "nobody noticed");
        Assert.AreEqual("done", answers[^1]);
        foreach (var answer in answers[..^1])
        {
            StringAssert.Matches(answer, new("^(503, 0 listed: .*could not be flushed|published, but )"));
        }

        var disk = new TracedDisk(folder);
        var restored = Path.Combine(scratch.Path, "restored");
        disk.Said += text =>
        {
            if (text.StartsWith(Scenario.Acknowledged, StringComparison.Ordinal))
            {
                disk.Restore(restored);
            }
        };
        disk.Play(calls);
        var left = await FolderRepository.OpenAsync(restored, TestContext.CancellationToken);
        Assert.AreEqual(await File.ReadAllTextAsync(Scenario.SeenFile(scratch.Path, 0)), await Scenario.ReadAllAsync(left));
    }
}
