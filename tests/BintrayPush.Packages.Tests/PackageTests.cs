namespace BintrayPush.Packages.Tests;

/// <summary>What tests of packages have in common.</summary>
public abstract class PackageTests
{
    public TestContext TestContext { get; set; } = null!;

    internal static NuGetPackageReader Packages { get; } = new(new PackageLimits());

    internal static SymbolPackageReader Symbols { get; } = new(new PackageLimits());

    protected CancellationToken Cancellation => TestContext.CancellationToken;

    protected Task<NuGetPackage> ReadAsync(byte[] package) => Packages.ReadAsync(new MemoryStream(package), Cancellation);
}
