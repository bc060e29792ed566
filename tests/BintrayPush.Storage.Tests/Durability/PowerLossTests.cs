namespace BintrayPush.Storage.Tests.Durability;

/// <summary>
/// What was acknowledged survives a power loss: the store is rebuilt from what was flushed when the answer came, as the system calls of a
/// process tell, and everything in it is read.
/// </summary>
[TestClass]
public sealed class PowerLossTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Whatever_was_acknowledged_is_on_the_disk_with_all_it_hangs_on()
    {
        OuterTool.RequireStrace();
        using var scratch = new TemporaryFolder();
        var folder = Path.Combine(scratch.Path, "store");
        Directory.CreateDirectory(folder);
        var trace = Path.Combine(scratch.Path, "trace");
        var process = OtherProcess.Start("perform", folder, scratch.Path, SystemCalls.Tracing(trace));
        await process.UntilDoneAsync();

        var disk = new TracedDisk(folder);
        var acknowledged = new List<string>();
        disk.Said += text =>
        {
            if (text.StartsWith(Scenario.Acknowledged, StringComparison.Ordinal))
            {
                disk.Restore(Path.Combine(scratch.Path, $"after{acknowledged.Count}"));
                acknowledged.Add(text.Trim());
            }
        };
        disk.Play(SystemCalls.Read(trace));
        Assert.HasCount(Scenario.Operations.Count, acknowledged);
        for (var i = 0; i < acknowledged.Count; i++)
        {
            var left = await FolderRepository.OpenAsync(Path.Combine(scratch.Path, $"after{i}"), TestContext.CancellationToken);
            Assert.AreEqual(
                await File.ReadAllTextAsync(Scenario.SeenFile(scratch.Path, i)),
                await Scenario.ReadAllAsync(left),
                Scenario.Operations[i].Name);
        }
    }
}
