using System.Globalization;
using System.Text;

namespace BintrayPush.Packages.Tests;

/// <summary>Small packages.</summary>
internal static class TestPackages
{
    /// <summary>A manifest with these elements more.</summary>
    public static string Manifest(string more = "", string id = "Acme.Tool", string version = "1.2.3") => string.Create(
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
    public static byte[] Package(string more = "", params RawEntry[] entries) => RawZip.Package(
        [new RawEntry("Acme.Tool.nuspec", Manifest(more)), .. entries]);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
