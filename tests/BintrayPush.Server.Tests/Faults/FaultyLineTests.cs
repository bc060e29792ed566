using System.Runtime.CompilerServices;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Names;

namespace BintrayPush.Server.Tests.Faults;

/// <summary>
/// Every fault of a line at every call of a push, between the real client and the real server. What must be true of each is checked in
/// <see cref="LinePush"/>; what each comes to is the second table in docs/reliability.md, which this test writes when
/// BINTRAYPUSH_WRITE_RELIABILITY=1 and otherwise insists on.
/// </summary>
[TestClass]
public sealed class FaultyLineTests
{
    private const string Begin = "<!-- The table is written by FaultyLineTests. -->\n";
    private const string End = "<!-- End of the table of FaultyLineTests. -->\n";

    [TestMethod]
    public async Task What_each_fault_of_the_line_comes_to_is_what_the_page_says()
    {
        var page = Path.Combine(Root(), "docs", "reliability.md");
        var text = await File.ReadAllTextAsync(page);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        var table = await TableAsync();

        if (Environment.GetEnvironmentVariable("BINTRAYPUSH_WRITE_RELIABILITY") == "1")
        {
            await File.WriteAllTextAsync(page, text[..begin] + table + text[end..]);
            return;
        }

        Assert.AreEqual(text[begin..end], table);
    }

    private static async Task<string> TableAsync()
    {
        await using var server = await RunningServer.StartAsync();
        var file = Path.Combine(Directory.CreateTempSubdirectory("faulty-line-").FullName, "a.bin");
        try
        {
            var content = new byte[20_000];
            new Random(7).NextBytes(content);
            await File.WriteAllBytesAsync(file, content);
            var calls = LinePush.CallsTo(RepositoryAddress.Of("acme", "none")).Select(call => call.Name).ToList();
            var cells = new string[WireFault.All.Count, calls.Count];
            await Parallel.ForEachAsync(
                from fault in Enumerable.Range(0, WireFault.All.Count) from call in Enumerable.Range(0, calls.Count) select (fault, call),
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (cell, _) => cells[cell.fault, cell.call] = WireFault.All[cell.fault].Concerns(calls[cell.call])
                    ? await CellAsync(server, file, content, $"r{cell.fault}-{cell.call}", calls[cell.call], WireFault.All[cell.fault])
                    : "-");
            return Row(["fault", .. calls])
                + Row(Enumerable.Repeat("---", calls.Count + 1))
                + string.Concat(
                    WireFault.All.Select(
                        (fault, row) => Row([fault.Name, .. Enumerable.Range(0, calls.Count).Select(column => cells[row, column])])));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static async Task<string> CellAsync(
        RunningServer server, string file, byte[] content, string name, string call, WireFault fault)
    {
        var once = await RunAsync("once", always: false);
        var always = await RunAsync("always", always: true);
        return once == always ? once : $"{once}, {always}";

        async Task<string> RunAsync(string word, bool always)
        {
            try
            {
                return await new LinePush(server, file, content, RepositoryAddress.Of("acme", $"{name}-{word}"))
                    .RunAsync(call, fault, always);
            }
            catch (Exception failure) when (failure is AssertFailedException or BintrayException)
            {
                throw new AssertFailedException($"{fault.Name} at {call}, {word}: {failure.Message}");
            }
        }
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    private static string Root([CallerFilePath] string here = "")
    {
        // A deterministic build writes /_/ in front of source paths; then the test's own folder leads to the repository.
        var folder = new DirectoryInfo(File.Exists(here) ? Path.GetDirectoryName(here)! : AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "BintrayPush.Build.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests are not run from within the repository.");
        }

        return folder.FullName;
    }
}
