using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using BintrayPush.Api;
using NuGet.Versioning;

namespace BintrayPush.Build.Collecting;

/// <summary>A NuGet package's id and version.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version, as somebody wrote it.</param>
internal sealed record PackageIdentity(string Id, string Version)
{
    /// <summary>The version as NuGet names files by it: normalised, without build metadata. What is no such version stays as it is.</summary>
    public string NormalizedVersion => Normalize(Version);

    public static string Normalize(string version) =>
        NuGetVersion.TryParse(version, out var parsed) ? parsed.ToNormalizedString() : version;

    /// <summary>What a package file says of itself.</summary>
    /// <exception cref="InvalidDataException">It is no package.</exception>
    public static PackageIdentity OfPackage(string file)
    {
        using var archive = new ZipArchive(RegularFile.OpenRead(file), ZipArchiveMode.Read);
        var nuspec = archive.Entries.FirstOrDefault(entry =>
            entry.FullName.IndexOf('/') < 0 && entry.FullName.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException("it holds no .nuspec.");
        using var content = nuspec.Open();
        return Read(content, text => text);
    }

    /// <summary>What a .nuspec will make of a package, with its <c>$tokens$</c> replaced.</summary>
    /// <param name="file">The .nuspec.</param>
    /// <param name="properties">NuspecProperties: <c>name=value</c>, separated by semicolons.</param>
    /// <exception cref="InvalidDataException">It names no id or version.</exception>
    public static PackageIdentity OfNuspec(string file, string? properties)
    {
        var tokens = (properties ?? "").Split(';')
            .Select(pair => pair.Split(['='], 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0].Trim(), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.Last()[1].Trim(), StringComparer.OrdinalIgnoreCase);
        using var content = RegularFile.OpenRead(file);
        return Read(content, text => Regex.Replace(
            text, @"\$(\w+)\$", token => tokens.TryGetValue(token.Groups[1].Value, out var value) ? value : token.Value));
    }

    public override string ToString() => $"{Id} {Version}";

    private static PackageIdentity Read(Stream nuspec, Func<string, string> replaceTokens)
    {
        using var reader = XmlReader.Create(nuspec, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var metadata = XDocument.Load(reader).Root?.Elements().FirstOrDefault(element => element.Name.LocalName == "metadata");
        return new PackageIdentity(Value("id"), Value("version"));

        string Value(string name) =>
            metadata?.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim() is { Length: > 0 } text
                ? replaceTokens(text)
                : throw new InvalidDataException($"it has no {name}.");
    }
}
