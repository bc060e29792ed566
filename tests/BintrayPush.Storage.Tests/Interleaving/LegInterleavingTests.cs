using System.Globalization;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>
/// Many histories of a release that three machines stage, each from a seed. BINTRAYPUSH_SEED runs one again and prints it;
/// BINTRAYPUSH_SEEDS says how many to run.
/// </summary>
[TestClass]
[TestCategory("Quick")]
public sealed class LegInterleavingTests
{
    private const int Seeds = 300;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void A_release_becomes_public_once_or_not_at_all_in_whatever_order_its_legs_come_and_whoever_dies()
    {
        var (sealedByThemselves, count) = (0, Number("BINTRAYPUSH_SEED") is null ? Number("BINTRAYPUSH_SEEDS") ?? Seeds : 1);
        for (var i = 0; i < count; i++)
        {
            var seed = (Number("BINTRAYPUSH_SEED") ?? 1) + i;
            var world = new LegWorld(seed);
            var failures = world.Live();
            foreach (var line in count == 1 ? world.Log : [])
            {
                TestContext.WriteLine(line);
            }

            Assert.IsEmpty(failures, $"BINTRAYPUSH_SEED={seed}: {string.Join(Environment.NewLine, failures)}");
            sealedByThemselves += world.PublicBefore;
        }

        TestContext.WriteLine($"{count} histories, {sealedByThemselves} of them published before anybody came to help");
        Assert.IsTrue(count == 1 || (sealedByThemselves > count / 10 && sealedByThemselves < count), $"{sealedByThemselves} of {count}");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
