using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace BintrayPush.Build.Packages;

/// <summary>The metadata of a .nuspec.</summary>
internal sealed class Nuspec
{
    private readonly XElement? _metadata;

    private Nuspec(XElement? metadata) => _metadata = metadata;

    /// <summary>The .nuspec inside a package.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static Nuspec In(ZipArchive package)
    {
        var entry = package.Entries.FirstOrDefault(entry =>
            entry.FullName.IndexOf('/') < 0 && entry.FullName.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException("it holds no .nuspec.");
        using var content = entry.Open();
        return Read(content);
    }

    /// <exception cref="XmlException">It is no XML.</exception>
    public static Nuspec Read(Stream content)
    {
        using var reader = XmlReader.Create(content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return new Nuspec(XDocument.Load(reader).Root?.Elements().FirstOrDefault(element => element.Name.LocalName == "metadata"));
    }

    /// <summary>What an element holds, without the white space around it; <see langword="null"/> if that is nothing.</summary>
    public string? Text(string name) => Trimmed(Element(name)?.Value);

    /// <summary>What an attribute of an element holds.</summary>
    public string? Attribute(string element, string name) => Trimmed(Element(element)?.Attribute(name)?.Value);

    private XElement? Element(string name) => _metadata?.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
