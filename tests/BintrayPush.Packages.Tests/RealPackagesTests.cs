using NuGet.Versioning;

namespace BintrayPush.Packages.Tests;

/// <summary>The packages with which this was built, and whatever else was ever restored on this machine.</summary>
[TestClass]
public sealed class RealPackagesTests : PackageTests
{
    private static IEnumerable<string> Files { get; } = Directory.EnumerateFiles(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        "*.nupkg",
        new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 });

    [TestMethod]
    public async Task Every_package_that_was_restored_here_is_read()
    {
        var count = 0;
        foreach (var file in Files)
        {
            await using var package = File.OpenRead(file);
            var found = await ReadAsync(package);
            var folder = Path.GetDirectoryName(file)!;
            Assert.AreEqual(Path.GetFileName(Path.GetDirectoryName(folder)), found.Id.ToLowerInvariant(), file);
            Assert.AreEqual(NuGetVersion.Parse(Path.GetFileName(folder)), found.Version, file);
            foreach (var entry in new[] { found.IconEntry, found.LicenseEntry, found.ReadmeEntry }.OfType<string>())
            {
                Assert.IsNotEmpty(await Packages.ReadEntryAsync(package, entry, Cancellation) ?? [], file);
            }

            count++;
        }

        TestContext.WriteLine($"{count} packages");
        Assert.IsGreaterThan(5, count);
    }

    [TestMethod]
    public async Task Every_entry_of_packages_that_were_restored_here_is_whole()
    {
        var assemblies = 0;
        foreach (var file in Files.Where(file => new FileInfo(file).Length < 1 << 20).Take(40))
        {
            await using var package = File.OpenRead(file);
            await Packages.CheckContentAsync(package, Cancellation);
            assemblies += (await AssemblyDebugIds.ReadAsync(package, new PackageLimits(), Cancellation)).Count;
            Assert.IsTrue((await PackageDifferences.BetweenAsync(package, File.OpenRead(file), new PackageLimits(), Cancellation)).IsEmpty);
        }

        TestContext.WriteLine($"{assemblies} assemblies with portable debug information");
        Assert.IsGreaterThan(5, assemblies);
    }
}
