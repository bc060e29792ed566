namespace BintrayPush.Server.Tests.Downloads;

/// <summary>The MD5 of what was uploaded is computed while nothing else comes, so that a first download need not wait.</summary>
[TestClass]
public sealed class IdleMd5Tests
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    /// <summary>As large as contents whose sum is kept on the disk.</summary>
    private readonly string _first = new('1', 1 << 20);
    private readonly string _second = new('2', 1 << 20);
    private readonly ManualTime _time = new();

    [TestMethod]
    public async Task It_is_computed_as_soon_as_no_upload_has_come_for_a_while()
    {
        await using var server = await RunningServer.StartWithPackageAsync(settings => settings with { Time = _time });
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a.txt", _first);
        await _time.WaitedForAsync(Quiet);
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/b.txt", _second);
        _time.Advance(Quiet);
        Assert.IsFalse(Directory.Exists(Path.Combine(server.Folder, "md5")), "An upload came meanwhile.");

        var deadline = Task.Delay(TimeSpan.FromMinutes(1), TestContext.CancellationToken);
        while (Sums(server).Length < 2 && !deadline.IsCompleted)
        {
            _time.Advance(Quiet);
            await Task.Yield();
        }

        CollectionAssert.AreEquivalent(
            new[] { "f79f32f7cb9cc52987a98a8de29b6bd8", "36f2a785be852f732e2d2fd3daa4cd1b" },
            Sums(server).Select(File.ReadAllText).ToArray());
    }

    public TestContext TestContext { get; set; } = null!;

    private static string[] Sums(RunningServer server)
    {
        var folder = Path.Combine(server.Folder, "md5");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
    }
}
