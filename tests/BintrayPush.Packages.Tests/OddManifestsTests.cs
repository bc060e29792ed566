using System.Text;

namespace BintrayPush.Packages.Tests;

/// <summary>
/// Whether a manifest is read by NuGet's own library or by the reader for programs that cannot load it, it says the same, or is refused:
/// else a folder and a server would show different feeds of the same packages.
/// </summary>
[TestClass]
public sealed class OddManifestsTests : PackageTests
{
    private const int Mixtures = 4_000;

    private static readonly string[] Elements =
    [
        "<title>A</title>", "<title></title>", "<title> B </title>", "<TITLE>loud</TITLE>", "<title>a<b/>c</title>", "<title><![CDATA[<x>]]></title>",
        "<title xmlns='urn:other'>C</title>", "<title><!-- no -->D</title>", "<summary>S&#10;s</summary>", "<tags>a b;c,d</tags>", "<Tags>e</Tags>",
        "<language>en</language>", "<Language>de</Language>", "<language xmlns=''>fr</language>", "<copyright>(c)</copyright>",
        "<releaseNotes>r</releaseNotes>", "<projectUrl>https://example.com/a b</projectUrl>", "<ProjectURL>http://example.com</ProjectURL>",
        "<iconUrl>https://example.com/i</iconUrl>", "<licenseUrl>https://example.com/l</licenseUrl>", "<licenseurl>https://example.com/m</licenseurl>",
        "<license type='expression'>MIT</license>", "<license type='Expression' version='9.0'>MIT OR</license>", "<license type='file'>l.txt</license>",
        "<license type=' file '> l.txt </license>", "<license type='0'>l.txt</license>", "<license type='1'>MIT</license>", "<license type='7'>MIT</license>",
        "<license type='file,expression'>MIT</license>", "<license type='other'>MIT</license>", "<license>MIT</license>", "<license type='expression' />",
        "<license type='expression' version='x'>MIT</license>", "<license type='expression'>NotALicence-1.0</license>",
        "<requireLicenseAcceptance>true</requireLicenseAcceptance>", "<requireLicenseAcceptance>TRUE</requireLicenseAcceptance>",
        "<requireLicenseAcceptance> true</requireLicenseAcceptance>", "<requirelicenseacceptance>1</requirelicenseacceptance>",
        "<developmentDependency>true</developmentDependency>", "<developmentDependency> True </developmentDependency>",
        "<developmentDependency>yes</developmentDependency>", "<developmentDependency />", "<repository type='git' url='https://example.com/r.git' />",
        "<repository type='git' />", "<repository URL='https://example.com/s.git' />", "<repository xmlns='urn:other' url='https://example.com/t' />",
        "<icon>i.png</icon>", "<icon>/i.png</icon>", "<icon>.\\i.png</icon>", "<ICON>i.png</ICON>", "<readme>r.md</readme>", "<readme> r.md </readme>",
        "<packageTypes><packageType name='DotnetTool' /></packageTypes>", "<packageTypes><packageType name='A' version='1.0' /></packageTypes>",
        "<packageTypes><packageType name='A' version='x' /></packageTypes>", "<packageTypes><packageType /></packageTypes>",
        "<packageTypes><packageType name=' ' /></packageTypes>", "<packageTypes><packageType name='a b' /></packageTypes>",
        "<packageTypes xmlns='urn:other'><packageType name='C' /></packageTypes>", "<packageType name='D' />",
        "<dependencies />", "<dependencies><dependency id='a' /></dependencies>", "<dependencies><dependency id='a' version='1.0' /><dependency id='A' version='1.0.0' /></dependencies>",
        "<dependencies><dependency id='a' version='1' include='x,Y' /><dependency id='a' version='1' include='y, X,y' /></dependencies>",
        "<dependencies><dependency id='a' version='nonsense' /></dependencies>", "<dependencies><dependency id='a' version='' /></dependencies>",
        "<dependencies><dependency version='1.0' /></dependencies>", "<dependencies><dependency id='' /></dependencies>",
        "<dependencies><dependency id='a b' /></dependencies>", "<dependencies><dependency id='a' version='[1.0-a.b+c,2)' /></dependencies>",
        "<dependencies><dependency id='a' version='1.*' /><dependency id='a' version='[1.0]' /></dependencies>",
        "<dependencies><group><dependency id='a' version='(,1.0]' /></group></dependencies>",
        "<dependencies><group targetFramework='net8.0' /><group targetFramework='.NETFramework4.7.2'><dependency id='b' /></group></dependencies>",
        "<dependencies><group targetFramework='.NETStandard2.0'><dependency id='c' /></group><dependency id='d' /></dependencies>",
        "<dependencies><group targetFramework='' /><group targetFramework='any' /><group targetFramework='nonsense' /></dependencies>",
        "<dependencies><group targetFramework='net8.0-windows10.0.19041.0' /><group targetFramework='portable-net45+win8' /></dependencies>",
        "<dependencies><group targetFramework='.NETPortable0.0-Profile259' /><group targetFramework='uap10.0' /><group targetFramework='native0.0' /></dependencies>",
        "<dependencies><group targetFramework='netcoreapp3.1' /><group targetFramework='net472' /><group targetFramework='net5' /></dependencies>",
        "<dependencies><group targetFramework='net10.0-android36.0' /><group targetFramework='NET20' /><group targetFramework='sl4-wp' /></dependencies>",
        "<dependencies><group targetFramework='agnostic' /><group targetFramework='unsupported' /><group targetFramework='dotnet' /></dependencies>",
        "<dependencies xmlns='urn:other'><dependency id='e' /></dependencies>", "<dependencies><Dependency id='f' /></dependencies>",
        "<dependencies><group TargetFramework='net8.0'><dependency ID='g' id='h' /></group></dependencies>",
        "<id>Acme.Other</id>", "<version>9.9</version>", "<description>two</description>", "<owners>o</owners>", "<x:y xmlns:x='urn:x'>z</x:y>",
    ];

    private static readonly string[] Frames =
    [
        "<package xmlns='http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd'><metadata>{0}</metadata></package>",
        "<package><metadata>{0}</metadata></package>",
        "<package><metadata xmlns='http://schemas.microsoft.com/packaging/2010/07/nuspec.xsd'>{0}</metadata></package>",
        "<p:package xmlns:p='urn:p'><p:metadata>{0}</p:metadata></p:package>",
        "<package xmlns='urn:a'><files /><metadata minClientVersion='3.3'>{0}</metadata><metadata /></package>",
        "<package><metadata minClientVersion='x'>{0}</metadata></package>",
        "<package><Metadata>{0}</Metadata></package>",
        "<metadata>{0}</metadata>",
        "<anything><metadata MinClientVersion='3.3'>{0}</metadata></anything>",
    ];

    private static readonly string[] Versions =
    [
        "1.2.3", "1.2", "1", "1.2.3.4", "1.2.3.0", "01.02.03", "1.2.3-a.b", "1.2.3-beta+meta.1", " 1.2.3 ", "1.2.3-", "1.2.3.4.5", "v1", "", "1.0.0-01", "1.0.0+a",
    ];

    [TestMethod]
    public async Task Each_oddity_is_read_alike()
    {
        var taken = 0;
        foreach (var element in Elements)
        {
            taken += await IsTakenAsync(Frames[0], "1.2.3", element) ? 1 : 0;
        }

        foreach (var version in Versions)
        {
            taken += await IsTakenAsync(Frames[1], version, "") ? 1 : 0;
        }

        TestContext.WriteLine($"{taken} of {Elements.Length + Versions.Length} are taken");
        Assert.IsGreaterThan((Elements.Length + Versions.Length) / 2, taken);
    }

    [TestMethod]
    public async Task Mixtures_of_oddities_are_read_alike()
    {
        var random = new Random(20261128);
        var taken = 0;
        for (var i = 0; i < Mixtures; i++)
        {
            var elements = Enumerable.Range(0, random.Next(6)).Select(_ => Elements[random.Next(Elements.Length)]);
            taken += await IsTakenAsync(
                Frames[random.Next(Frames.Length)], Versions[random.Next(3) == 0 ? random.Next(Versions.Length) : 0], string.Concat(elements)) ? 1 : 0;
        }

        TestContext.WriteLine($"{taken} of {Mixtures} are taken");
        Assert.IsGreaterThan(Mixtures / 10, taken);
    }

    /// <summary>Reads it in both ways, which is where the tests look.</summary>
    private async Task<bool> IsTakenAsync(string frame, string version, string elements)
    {
        var manifest = string.Format(
            null, CompositeFormat.Parse(frame), $"<id>Acme.Tool</id><version>{version}</version>{elements}<authors>Acme</authors><description>D</description>");
        var package = RawZip.Package(
            new RawEntry("Acme.Tool.nuspec", manifest), new RawEntry("i.png", "i"), new RawEntry("l.txt", "l"), new RawEntry("r.md", "r"));
        try
        {
            await ReadAsync(package);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
        catch (AssertFailedException difference)
        {
            throw new AssertFailedException($"{manifest}: {difference.Message}");
        }
    }
}
