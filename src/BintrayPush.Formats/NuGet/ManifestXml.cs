using System.Xml;
using System.Xml.Linq;

namespace BintrayPush.Formats.NuGet;

/// <summary>The XML of a manifest: without a DTD, of bounded length and depth.</summary>
internal static class ManifestXml
{
    /// <summary>A manifest has six. Making a document of nested elements takes the square of their depth: minutes for a megabyte.</summary>
    private const int DeepestElement = 32;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is nested more deeply than any manifest.</exception>
    /// <exception cref="XmlException">It is no XML, or has a DTD.</exception>
    public static XDocument Load(byte[] manifest)
    {
        RequireShallow(manifest);
        using var text = new MemoryStream(manifest);
        using var reader = XmlReader.Create(text, Settings(manifest.Length));
        return XDocument.Load(reader);
    }

    private static XmlReaderSettings Settings(int length) => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = length,
    };

    private static void RequireShallow(byte[] manifest)
    {
        using var text = new MemoryStream(manifest);
        using var reader = XmlReader.Create(text, Settings(manifest.Length));
        while (reader.Read())
        {
            if (reader.Depth > DeepestElement)
            {
                throw new InvalidDataException($"its .nuspec has more than {DeepestElement} elements in one another");
            }
        }
    }
}
