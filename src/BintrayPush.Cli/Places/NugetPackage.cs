using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using BintrayPush.Artifacts;
using BintrayPush.Cli.Messages;
using NuGet.Versioning;

namespace BintrayPush.Cli.Places;

/// <summary>The metadata of a NuGet package.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version as NuGet names files by it: normalised, without build metadata.</param>
/// <param name="Details">The rest of it that a repository keeps of a package.</param>
internal sealed record NugetPackage(string Id, string Version, PackageDetails Details)
{
    /// <summary>NuGet shows no readme that is larger.</summary>
    private const int LargestReadme = 1 << 20;

    private const string Symbols = ".snupkg";
    private const string Package = ".nupkg";
    private static readonly string[] Extensions = [Package, Symbols];

    /// <summary>The release notes of the version, if it has any.</summary>
    public string? ReleaseNotes { get; private init; }

    /// <summary>Its readme in Markdown, if it has one.</summary>
    public string? Readme { get; private init; }

    /// <summary>Whether a file is one by its name.</summary>
    public static bool Is(string file) => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>The package of symbols that lies beside a package, if there is one.</summary>
    public static string? SymbolsOf(string file) =>
        !file.EndsWith(Symbols, StringComparison.OrdinalIgnoreCase) && Path.ChangeExtension(file, Symbols) is var symbols
            && File.Exists(symbols)
            ? symbols
            : null;

    /// <summary>Reads it.</summary>
    /// <exception cref="CommandFailure">It is no package.</exception>
    public static NugetPackage Read(string file)
    {
        try
        {
            using var archive = ZipFile.OpenRead(file);
            var manifest = archive.Entries.FirstOrDefault(
                entry =>
                    !entry.FullName.Contains('/', StringComparison.Ordinal)
                        && entry.FullName.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidDataException("it holds no .nuspec");
            using var content = manifest.Open();
            using var reader = XmlReader.Create(
                content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return Of(
                XDocument.Load(reader).Root?.Elements().FirstOrDefault(element => element.Name.LocalName == "metadata")
                    ?? throw new InvalidDataException("its .nuspec has no metadata"),
                archive);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException or XmlException)
        {
            throw CommandFailure.Usage(Complaints.NoPackage(file, fault.Message));
        }
    }

    /// <summary>Warnings of tools that point to packages for single runtimes which are not among the files.</summary>
    public static IEnumerable<Problem> IncompleteTools(IReadOnlyCollection<string> files)
    {
        var packages = files.Where(file => file.EndsWith(Package, StringComparison.OrdinalIgnoreCase) && File.Exists(file)).ToList();
        var ids = new Lazy<List<string>>(() => [.. packages.Select(file => Tried(file, Read)?.Id).OfType<string>()]);
        return packages.Where(file => Tried(file, ToolPackage.RuntimePackages) is { Count: > 0 })
            .Select(file => ToolPackage.FaultOf(file, ids.Value)).OfType<Problem>();

        // A file may have the name of a package and be none, where id and version are given.
        static T? Tried<T>(string file, Func<string, T> read)
            where T : class
        {
            try
            {
                return read(file);
            }
            catch (Exception fault) when (
                fault is IOException or InvalidDataException or UnauthorizedAccessException or XmlException or CommandFailure)
            {
                return null;
            }
        }
    }

    private static NugetPackage Of(XElement metadata, ZipArchive archive)
    {
        var version = Text("version") ?? throw new InvalidDataException("its .nuspec has no version");
        return new NugetPackage(
            Text("id") ?? throw new InvalidDataException("its .nuspec has no id"),
            NuGetVersion.TryParse(version, out var parsed) ? parsed.ToNormalizedString() : version,
            new PackageDetails
            {
                Description = Text("description"),
                Labels = Text("tags")?.Split([' ', ',', ';', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Distinct()
                    .ToList() is { Count: > 0 } tags
                    ? tags
                    : null,
                Licenses = Element("license") is { } licence && licence.Attribute("type")?.Value == "expression"
                    ? [licence.Value.Trim()]
                    : null,
                VcsUrl = Element("repository")?.Attribute("url")?.Value.Trim() is { Length: > 0 } url ? url : null,
                WebsiteUrl = Text("projectUrl"),
            })
        {
            ReleaseNotes = Text("releaseNotes"),
            Readme = ReadmeIn(archive, Text("readme")),
        };

        XElement? Element(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);

        string? Text(string name) => Element(name)?.Value.Trim() is { Length: > 0 } text ? text : null;
    }

    private static string? ReadmeIn(ZipArchive archive, string? path)
    {
        var name = path?.Replace('\\', '/');
        if (archive.Entries.FirstOrDefault(entry => entry.FullName == name) is not { Length: <= LargestReadme } readme)
        {
            return null;
        }

        using var text = new StreamReader(readme.Open());
        return text.ReadToEnd();
    }
}
