namespace BintrayPush.Packages.Tests;

/// <summary>A version that is none is shown, and the message says what is wrong with it in words of versions.</summary>
[TestClass]
public sealed class VersionFaultsTests
{
    [TestMethod]
    [DataRow("1.99999999999.0", "its version '1.99999999999.0' is no version: none of its numbers may be larger than 2147483647")]
    [DataRow("1.2.3.4.5", "its version '1.2.3.4.5' is no version")]
    [DataRow("one", "its version 'one' is no version")]
    [DataRow("1.0.0-a..b", "its version '1.0.0-a..b' is no version")]
    public async Task What_is_no_version_is_shown(string version, string words)
    {
        var manifest = RawZip.Package([new RawEntry("Acme.Tool.nuspec", TestPackages.Manifest(version: version))]);
        foreach (var reader in (NuGetPackageReader[])[new(new PackageLimits()), NuGetLibrary.Reader(new PackageLimits())])
        {
            using var package = new MemoryStream(manifest);

            var refusal = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => reader.ReadAsync(package, CancellationToken.None));

            StringAssert.StartsWith(refusal.Message, words);
        }
    }
}
