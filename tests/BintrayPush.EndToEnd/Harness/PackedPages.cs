using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BintrayPush.EndToEnd.Harness;

/// <summary>The pages that a package carries.</summary>
public static class PackedPages
{
    /// <summary>
    /// The page that a package shows is there, and every page links only to what is packed too, or to an address of its own.
    /// </summary>
    public static void AreWhole(string packageFile)
    {
        using var package = ZipFile.OpenRead(packageFile);
        var files = package.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.Ordinal);
        using var nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var shown = XDocument.Load(nuspec).Descendants().Single(element => element.Name.LocalName == "readme").Value;
        Assert.Contains(shown, files, packageFile);

        foreach (var page in package.Entries.Where(entry => entry.Name.EndsWith(".md", StringComparison.Ordinal)))
        {
            using var text = new StreamReader(page.Open());
            var folder = Path.GetDirectoryName(page.FullName)!;
            foreach (Match link in Regex.Matches(text.ReadToEnd(), @"\]\((?<path>[^)#:]+)(#[^)]*)?\)"))
            {
                var linked = Path.GetRelativePath("/", Path.Combine("/", folder, link.Groups["path"].Value)).Replace('\\', '/');
                Assert.Contains(linked, files, $"{Path.GetFileName(packageFile)}: {page.FullName} links to {link.Groups["path"].Value}.");
            }
        }
    }
}
