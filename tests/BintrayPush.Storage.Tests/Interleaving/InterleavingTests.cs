using System.Globalization;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>
/// Many small histories, each from a seed: actors do everything at once, some die between two writes, some answers get lost.
/// BINTRAYPUSH_SEED runs one history again and prints it; BINTRAYPUSH_SEEDS says how many to run.
/// </summary>
[TestClass]
[TestCategory("Quick")]
public sealed class InterleavingTests
{
    private const int Seeds = 2000;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(false, DisplayName = "many things at many places")]
    [DataRow(true, DisplayName = "everybody at one path")]
    public void Whatever_happens_in_whatever_order_the_promises_hold(bool crowded)
    {
        if (Number("BINTRAYPUSH_SEED") is { } seed)
        {
            Live(seed, crowded, print: true);
            return;
        }

        var steps = 0L;
        var first = Number("BINTRAYPUSH_FIRST_SEED") ?? 1;
        var count = Number("BINTRAYPUSH_SEEDS") ?? Seeds;
        for (var i = 0; i < count; i++)
        {
            steps += Live(first + i, crowded, print: false);
        }

        TestContext.WriteLine($"{count} histories, {steps} steps");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private long Live(int seed, bool crowded, bool print)
    {
        var world = new World(seed, crowded);
        var failures = world.Live();
        if (print)
        {
            foreach (var line in world.Log)
            {
                TestContext.WriteLine(line);
            }
        }

        Assert.IsEmpty(
            failures, $"BINTRAYPUSH_SEED={seed} ({(crowded ? "crowded" : "wide")}): {string.Join(Environment.NewLine, failures)}");
        return world.Steps;
    }
}
