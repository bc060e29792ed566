using System.Text.Json;

namespace BintrayPush.Packages.Tests;

/// <summary>What tests of packages have in common: whatever is read is read in both ways, which have to agree.</summary>
public abstract class PackageTests
{
    public TestContext TestContext { get; set; } = null!;

    internal static NuGetPackageReader Packages { get; } = new(new PackageLimits());

    internal static SymbolPackageReader Symbols { get; } = new(new PackageLimits());

    private static NuGetPackageReader ByNuGet { get; } = NuGetLibrary.Reader(new PackageLimits());

    protected CancellationToken Cancellation => TestContext.CancellationToken;

    protected Task<NuGetPackage> ReadAsync(byte[] package) => ReadAsync(new MemoryStream(package));

    /// <exception cref="InvalidDataException">Both refuse it.</exception>
    protected async Task<NuGetPackage> ReadAsync(Stream package)
    {
        InvalidDataException? refusal = null;
        NuGetPackage? expected = null;
        try
        {
            expected = await ByNuGet.ReadAsync(package, Cancellation);
        }
        catch (InvalidDataException unsound)
        {
            refusal = unsound;
        }

        try
        {
            var found = await Packages.ReadAsync(package, Cancellation);
            Assert.IsNotNull(expected, $"only NuGet's library refuses {found.Id}: {refusal?.Message}");
            Assert.AreEqual(Shown(expected), Shown(found));
            return found;
        }
        catch (InvalidDataException unsound)
        {
            Assert.IsNull(expected, $"NuGet's library takes it, and here it is refused: {unsound.Message}");
            throw;
        }
    }

    private static string Shown(NuGetPackage package) =>
        JsonSerializer.Serialize(package with { Version = null! }) + package.Version.ToFullString();
}
