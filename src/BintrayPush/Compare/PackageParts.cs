using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace BintrayPush.Compare;

/// <summary>
/// The parts of a NuGet package that a packer writes about itself. The core properties hold tool versions and have a new name each time,
/// and the relationships lead to them; the manifest tells from which commit the package was made. Pure.
/// </summary>
internal static class PackageParts
{
    private const string Relationships = "_rels/.rels";
    private const string CorePropertiesFolder = "package/services/metadata/core-properties/";
    private const string CoreProperties = ".psmdcp";
    private const string Differs = "differs";

    /// <summary>The words for a manifest that tells of another commit and is the same otherwise.</summary>
    public const string OtherCommit = "tells of another commit";

    /// <summary>Whether an entry is written anew each time and says nothing of the content.</summary>
    public static bool IsWrittenAnew(string name) =>
        name.StartsWith(CorePropertiesFolder, StringComparison.Ordinal) && name.EndsWith(CoreProperties, StringComparison.Ordinal);

    /// <summary>Whether an entry is compared by its meaning and not by its bytes.</summary>
    public static bool IsRead(string name) => name == Relationships || IsManifest(name);

    /// <returns>In what they differ; nothing if they do not.</returns>
    public static string? Compare(string name, byte[] here, byte[] there)
    {
        if (here.AsSpan().SequenceEqual(there))
        {
            return null;
        }

        if (Parse(here) is not { } ours || Parse(there) is not { } theirs)
        {
            return Differs;
        }

        return IsManifest(name)
            ? WithoutCommit(ours) == WithoutCommit(theirs) ? OtherCommit : Differs
            : Targets(ours).SequenceEqual(Targets(theirs)) ? null : Differs;
    }

    private static bool IsManifest(string name) => name.IndexOf('/') < 0 && name.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase);

    private static XElement? Parse(byte[] xml)
    {
        try
        {
            using var reader = XmlReader.Create(
                new MemoryStream(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string WithoutCommit(XElement manifest)
    {
        foreach (var attribute in manifest.Descendants().Where(element => element.Name.LocalName == "repository")
            .SelectMany(element => element.Attributes()).Where(attribute => attribute.Name == "commit" || attribute.Name == "branch")
                .ToList())
        {
            attribute.Remove();
        }

        return manifest.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Each relationship that does not lead to the core properties, with all it says.</summary>
    private static IEnumerable<string> Targets(XElement relationships) => relationships.Elements()
        .Where(element => element.Attribute("Target")?.Value.TrimStart('/') is not { } target || !IsWrittenAnew(target))
        .Select(element => element.Attributes()
            .Where(attribute => !attribute.IsNamespaceDeclaration)
            .OrderBy(attribute => attribute.Name.ToString(), StringComparer.Ordinal)
            .Aggregate(
                new StringBuilder(element.Name.ToString()),
                (text, attribute) => text.Append('\n').Append(attribute.Name).Append('=').Append(attribute.Value))
            .ToString())
        .OrderBy(text => text, StringComparer.Ordinal);
}
