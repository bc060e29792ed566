using BintrayPush.Api.Failures;
using BintrayPush.Tests.House;

namespace BintrayPush.Tests.Pushing.Faults;

/// <summary>
/// Every fault at every call. What must be true of each is checked in <see cref="FaultedPush"/>; what each comes to is the table in
/// docs/reliability.md, which this test writes when BINTRAYPUSH_WRITE_RELIABILITY=1 and otherwise insists on.
/// </summary>
[TestClass]
public sealed class FaultMatrixTests
{
    private const string Begin = "<!-- The table is written by FaultMatrixTests. -->\n";
    private const string End = "<!-- End of the table. -->\n";

    private static readonly (string Name, string Call)[] Steps =
    [
        ("get repository", "GetRepository"),
        ("create repository", "CreateRepository"),
        ("get package", "GetPackage"),
        ("create package", "CreatePackage"),
        ("get version", "GetVersion"),
        ("create version", "CreateVersion"),
        ("set attributes", "MergeAttributes"),
        ("list", "ListFiles"),
        ("upload", "Upload"),
        ("sign", "SignVersion"),
        ("publish", "Publish"),
    ];

    [TestMethod]
    public async Task What_each_fault_comes_to_is_what_the_page_says()
    {
        var page = Path.Combine(SourceTree.Root, "docs", "reliability.md");
        var text = File.ReadAllText(page);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        var table = await TableAsync();

        if (Environment.GetEnvironmentVariable("BINTRAYPUSH_WRITE_RELIABILITY") == "1")
        {
            File.WriteAllText(page, text.Substring(0, begin) + table + text.Substring(end));
            return;
        }

        Assert.AreEqual(text.Substring(begin, end - begin), table);
    }

    private static async Task<string> TableAsync()
    {
        var table = Row(["fault", .. Steps.Select(step => step.Name)]) + Row(Enumerable.Repeat("---", Steps.Length + 1));
        foreach (var fault in Fault.All)
        {
            table += Row([fault.Name, .. await Task.WhenAll(Steps.Select(step => Task.Run(() => CellAsync(step.Call, fault))))]);
        }

        table += await RowAsync("corrupted stored bytes: they change on the way", "Upload", (push, always) => push.RunDamagedAsync(always));
        table += await RowAsync("slow publish", "Publish", (push, always) => push.RunSlowAsync(refusal: null, always));
        table += await RowAsync(
            "slow publish, answered with 408",
            "Publish",
            (push, always) => push.RunSlowAsync(new BintrayException(408, "still working"), always));
        foreach (var hours in new[] { 12, -12 })
        {
            var cells = Steps.Select(step => step.Call is "MergeAttributes" or "Upload" or "SignVersion" or "Publish"
                ? Task.FromResult("-")
                : Task.Run(() => RunAsync(push => push.RunSkewedAsync(step.Call, TimeSpan.FromHours(hours)))));
            table += Row(
                [$"clock skew: the service is {Math.Abs(hours)} hours {(hours > 0 ? "ahead" : "behind")}", .. await Task.WhenAll(cells)]);
        }

        return table;
    }

    /// <summary>A fault that only one call can have.</summary>
    private static async Task<string> RowAsync(string fault, string call, Func<FaultedPush, bool, Task<string>> run)
    {
        var cell = await CellAsync(always => RunAsync(push => run(push, always)));
        return Row([fault, .. Steps.Select(step => step.Call == call ? cell : "-")]);
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    /// <summary>Asking for a thing that is not there answers 404: that is no fault.</summary>
    private static async Task<string> CellAsync(string call, Fault fault) =>
        fault.Name == "404" && call.StartsWith("Get", StringComparison.Ordinal)
        ? "-"
        : await CellAsync(async always =>
        {
            try
            {
                return await RunAsync(push => push.RunAsync(call, fault, always));
            }
            catch (AssertFailedException failure)
            {
                throw new AssertFailedException($"{call}, {fault.Name}, {(always ? "always" : "once")}: {failure.Message}");
            }
        });

    private static async Task<string> CellAsync(Func<bool, Task<string>> run)
    {
        var once = await run(false);
        var always = await run(true);
        return once == always ? once : $"{once}, {always}";
    }

    private static async Task<string> RunAsync(Func<FaultedPush, Task<string>> run)
    {
        using var push = await FaultedPush.PrepareAsync();
        return await run(push);
    }
}
