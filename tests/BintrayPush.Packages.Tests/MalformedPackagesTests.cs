namespace BintrayPush.Packages.Tests;

/// <summary>Packages that are broken or made to hurt: each is refused with a reason, and costs no more than a sound one.</summary>
[TestClass]
public sealed class MalformedPackagesTests : PackageTests
{
    private const long MostMemory = 24 << 20;

    [TestMethod]
    public async Task The_package_that_is_broken_here_is_sound() =>
        Assert.AreEqual("docs/README.md", (await ReadAsync(MalformedPackages.Sound())).ReadmeEntry);

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Five_hundred_broken_packages_are_refused_each_with_its_reason()
    {
        var count = 0;
        var reasons = new SortedSet<string>(StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (var (what, bytes) in MalformedPackages.All())
        {
            count++;
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                await ReadAsync(bytes);
                await Packages.CheckContentAsync(new MemoryStream(bytes), Cancellation);
                wrong.Add($"{what} is taken");
            }
            catch (InvalidDataException refusal)
            {
                Assert.IsFalse(refusal.Message.Any(char.IsControl), $"{what}: {refusal.Message}");
                Assert.IsLessThan(500, refusal.Message.Length, $"{what}: {refusal.Message}");
                reasons.Add(refusal.Message);
            }
            catch (Exception other) when (other is not (OperationCanceledException or AssertFailedException))
            {
                wrong.Add($"{what}: {other}");
            }

            if (GC.GetAllocatedBytesForCurrentThread() - before is > MostMemory and var memory)
            {
                wrong.Add($"{what}: {memory} bytes of memory");
            }
        }

        TestContext.WriteLine($"{count} packages, {reasons.Count} reasons:{Environment.NewLine}{string.Join(Environment.NewLine, reasons)}");
        Assert.IsGreaterThanOrEqualTo(500, count);
        Assert.AreEqual("", string.Join(Environment.NewLine, wrong));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Wide_manifests_take_no_longer_than_their_length_explains()
    {
        static string Many(int count, Func<int, string> make) => string.Concat(Enumerable.Range(0, count).Select(make));
        string[] manifests =
        [
            $"<title {Many(60_000, i => $"a{i}='1' ")}/>",
            Many(40_000, i => $"<title>{i}</title>"),
            Many(30_000, i => $"<x{i} xmlns='urn:{i}'/>"),
            $"<packageTypes>{Many(20_000, i => $"<packageType name='a{i}'/>")}</packageTypes>",
            $"<dependencies>{Many(2_400, i => $"<group targetFramework='net{i}.{i}-x{i}'><dependency id='a' /></group>")}</dependencies>",
            $"<dependencies>{Many(4_900, i => $"<dependency id='a{i}' version='[1.{i}, 2.0.0-a.b+c]' exclude='a,b,c' />")}</dependencies>",
            $"<references>{Many(20_000, i => $"<reference file='{i}.dll'/>")}</references>",
            $"<title>{new string(' ', 1_000_000)}</title>",
            Many(100_000, _ => "<a/>") + Many(90_000, _ => "<!---->"),
        ];
        foreach (var manifest in manifests)
        {
            await ReadAsync(TestPackages.Package(manifest));
        }
    }

    [TestMethod]
    public async Task One_byte_that_is_another_is_found_or_does_no_harm()
    {
        var whole = MalformedPackages.Sound();
        var facts = await ReadAsync(whole);
        for (var at = 0; at < whole.Length; at++)
        {
            var bytes = whole.ToArray();
            bytes[at] ^= (byte)(1 << (at % 8));
            try
            {
                var found = await ReadAsync(bytes);
                await Packages.CheckContentAsync(new MemoryStream(bytes), Cancellation);
                Assert.AreEqual(facts with { Tags = [], Dependencies = [], PackageTypes = [] }, found with { Tags = [], Dependencies = [], PackageTypes = [] });
            }
            catch (InvalidDataException)
            {
            }
        }
    }
}
