using System.IO.Compression;
using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace BintrayPush.Build.Packages;

/// <summary>A NuGet package's id and version.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version as written, not normalized.</param>
internal sealed record PackageIdentity(string Id, string Version)
{
    /// <summary>
    /// The version as NuGet names files by it: normalised, without build metadata. What is no such version stays as it is.
    /// </summary>
    public string NormalizedVersion => Normalize(Version);

    public static string Normalize(string version) =>
        NuGetVersion.TryParse(version, out var parsed) ? parsed.ToNormalizedString() : version;

    /// <summary>Reads id and version from a package file.</summary>
    /// <exception cref="InvalidDataException">It is no package.</exception>
    public static PackageIdentity OfPackage(string file)
    {
        using var archive = new ZipArchive(RegularFile.OpenRead(file), ZipArchiveMode.Read);
        return Of(Nuspec.In(archive), text => text);
    }

    /// <summary>
    /// What a .nuspec will make of a package. As NuGet does it, an unknown <c>$token$</c> is empty, and a property <c>version</c> beats
    /// the version in the file.
    /// </summary>
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
        var identity = Of(Nuspec.Read(content), text => Regex.Replace(
            text, @"\$(\w+)\$", token => tokens.TryGetValue(token.Groups[1].Value, out var value) ? value : "").Trim());
        return tokens.TryGetValue("version", out var version) && version.Length > 0 ? identity with { Version = version } : identity;
    }

    public override string ToString() => $"{Id} {Version}";

    private static PackageIdentity Of(Nuspec nuspec, Func<string, string> replaceTokens)
    {
        return new PackageIdentity(Value("id"), Value("version"));

        string Value(string name) =>
            nuspec.Text(name) is { } text && replaceTokens(text) is { Length: > 0 } value
                ? value
                : throw new InvalidDataException($"it has no {name}.");
    }
}
