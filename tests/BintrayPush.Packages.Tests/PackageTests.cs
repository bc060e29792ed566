using System.Globalization;
using System.Text;

namespace BintrayPush.Packages.Tests;

/// <summary>What tests of packages have in common.</summary>
public abstract class PackageTests
{
    public TestContext TestContext { get; set; } = null!;

    internal static NuGetPackageReader Packages { get; } = new(new PackageLimits());

    internal static SymbolPackageReader Symbols { get; } = new(new PackageLimits());

    protected CancellationToken Cancellation => TestContext.CancellationToken;

    /// <summary>A manifest with these elements more.</summary>
    internal static string Manifest(string more = "", string id = "Acme.Tool", string version = "1.2.3") => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <?xml version="1.0" encoding="utf-8"?>
        <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
          <metadata>
            <id>{id}</id>
            <version>{version}</version>
            <authors>Acme</authors>
            <description>A tool.</description>
            {more}
          </metadata>
        </package>
        """);

    /// <summary>A package with a manifest that has these elements more.</summary>
    internal static byte[] Package(string more = "", params RawEntry[] entries) => RawZip.Package(
        [new RawEntry("Acme.Tool.nuspec", Manifest(more)), .. entries]);

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    protected Task<NuGetPackage> ReadAsync(byte[] package) => Packages.ReadAsync(new MemoryStream(package), Cancellation);

    /// <summary>The message with which a package is refused.</summary>
    protected async Task<string> RefusalOfAsync(byte[] package) =>
        (await Assert.ThrowsExactlyAsync<InvalidDataException>(() => ReadAsync(package))).Message;
}
