using System.Globalization;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>
/// Many histories of a Debian repository, each from a seed. BINTRAYPUSH_SEED runs one again and prints it; BINTRAYPUSH_SEEDS says how
/// many to run.
/// </summary>
[TestClass]
[TestCategory("Quick")]
public sealed class DebianInterleavingTests
{
    private const int Seeds = 150;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void The_index_says_what_is_published_whoever_publishes_deletes_sweeps_and_dies()
    {
        var (due, count) = (0, Number("BINTRAYPUSH_SEED") is null ? Number("BINTRAYPUSH_SEEDS") ?? Seeds : 1);
        for (var i = 0; i < count; i++)
        {
            var seed = (Number("BINTRAYPUSH_SEED") ?? 1) + i;
            var world = new DebianWorld(seed);
            var failures = world.Live();
            foreach (var line in count == 1 ? world.Log : [])
            {
                TestContext.WriteLine(line);
            }

            Assert.IsEmpty(failures, $"BINTRAYPUSH_SEED={seed}: {string.Join(Environment.NewLine, failures)}");
            due += world.WasDue ? 1 : 0;
        }

        TestContext.WriteLine($"{count} histories; in {due} of them the index was finished by whoever opened the store next");
        Assert.IsTrue(count == 1 || (due > 0 && due < count), $"{due} of {count}");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
