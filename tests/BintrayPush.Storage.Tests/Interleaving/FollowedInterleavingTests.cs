using System.Globalization;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>
/// Many histories of a repository that is followed, each from a seed. BINTRAYPUSH_SEED runs one again and prints it; BINTRAYPUSH_SEEDS says how
/// many to run.
/// </summary>
[TestClass]
[TestCategory("Quick")]
public sealed class FollowedInterleavingTests
{
    private const int Seeds = 150;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void An_index_that_follows_has_all_of_a_release_or_nothing_whoever_releases_publishes_deletes_and_dies()
    {
        var (whole, part) = (0, 0);
        var count = Number("BINTRAYPUSH_SEED") is null ? Number("BINTRAYPUSH_SEEDS") ?? Seeds : 1;
        for (var i = 0; i < count; i++)
        {
            var seed = (Number("BINTRAYPUSH_SEED") ?? 1) + i;
            var world = new FollowedWorld(seed);
            var failures = world.Live();
            foreach (var line in count == 1 ? world.Log : [])
            {
                TestContext.WriteLine(line);
            }

            Assert.IsEmpty(failures, $"BINTRAYPUSH_SEED={seed}: {string.Join(Environment.NewLine, failures)}");
            whole += world.Follows.Whole;
            part += world.Follows.Part;
        }

        TestContext.WriteLine($"{count} histories; indexes were told everything {whole} times, and what had changed {part} times");
        Assert.IsTrue(count == 1 || (whole > count && part > count));
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
