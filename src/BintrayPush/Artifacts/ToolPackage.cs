using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using BintrayPush.Messages;

namespace BintrayPush.Artifacts;

/// <summary>The package of a .NET tool that only points to packages for single runtimes.</summary>
public static class ToolPackage
{
    /// <summary>The ids of the packages that a package points to; none for other packages.</summary>
    /// <param name="file">The package.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It is no package.</exception>
    /// <exception cref="XmlException">Its settings are no XML.</exception>
    public static IReadOnlyList<string> RuntimePackages(string file)
    {
        using var bytes = RegularFile.OpenRead(file);
        using var archive = new ZipArchive(bytes, ZipArchiveMode.Read);
        var ids = new List<string>();
        foreach (var settings in archive.Entries.Where(entry => entry.Name == "DotnetToolSettings.xml"))
        {
            using var content = settings.Open();
            using var reader = XmlReader.Create(
                content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            ids.AddRange(XDocument.Load(reader).Descendants()
                .Where(element => element.Name.LocalName == "RuntimeIdentifierPackage")
                .Select(element => element.Attribute("Id")?.Value)
                .OfType<string>());
        }

        return ids;
    }

    /// <summary>A warning if a package points to others that are not pushed with it.</summary>
    /// <param name="file">The package; it may be any.</param>
    /// <param name="ids">The ids of all packages of the push.</param>
    /// <inheritdoc cref="RuntimePackages" path="/exception"/>
    public static Problem? FaultOf(string file, IEnumerable<string> ids) =>
        RuntimePackages(file) is { Count: > 0 } runtimes
            && runtimes.Except(ids, StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } missing
            ? ArtifactProblems.RuntimePackagesMissing(file, missing)
            : null;
}
