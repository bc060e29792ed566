using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace BintrayPush.FeedLoad;

/// <summary>A package of the feed that is made: small, and the same for the same numbers.</summary>
internal sealed class MadePackage(int number, string version)
{
    private static readonly string[] First =
    [
        "Amber", "Brisk", "Cobalt", "Dusk", "Ember", "Frost", "Granite", "Hazel",
        "Indigo", "Jade", "Kelp", "Lunar", "Maple", "North", "Onyx", "Pearl",
    ];

    private static readonly string[] Second =
    [
        "Anchor", "Bridge", "Cache", "Driver", "Engine", "Filter", "Gateway",
        "Hash", "Index", "Journal", "Kernel", "Logger", "Mapper", "Parser",
    ];

    private static readonly DateTimeOffset Made = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The words that ids and descriptions are made of.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. First, .. Second];

    /// <summary>The id of a number.</summary>
    public static string IdOf(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"Bench.{First[number % First.Length]}.{Second[number % Second.Length]}{number:d5}");

    public string Id { get; } = IdOf(number);

    public string Version => version;

    public string FileName => $"{Id}.{Version}.nupkg";

    /// <summary>The nupkg. Every package but the first needs one of half its number, so that a restore has a tree to walk.</summary>
    public byte[] ToBytes()
    {
        var needs = number == 0 ? "" : $"<dependency id=\"{IdOf(number / 2)}\" version=\"1.0.0\" />";
        var (topic, other) = (Second[number / 3 % Second.Length], First[number / 7 % First.Length]);
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", """
                <?xml version="1.0" encoding="utf-8"?>
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                  <Default Extension="nuspec" ContentType="application/octet" /><Default Extension="cs" ContentType="text/plain" />
                </Types>
                """);
            Add(zip, $"{Id}.nuspec", $"""
                <?xml version="1.0" encoding="utf-8"?>
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata>
                    <id>{Id}</id>
                    <version>{Version}</version>
                    <authors>Bench</authors>
                    <description>{topic} and {other}, number {number}: made to be searched for.</description>
                    <tags>{First[number / 5 % First.Length]} {Second[number / 11 % Second.Length]}</tags>
                    <dependencies><group targetFramework="netstandard2.0">{needs}</group></dependencies>
                  </metadata>
                </package>
                """);
            Add(zip, "lib/netstandard2.0/_._", "");
            Add(zip, "content/Code.cs", new StringBuilder().Insert(0, $"// {Id} {Version}\n", 100).ToString());
        }

        return bytes.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string text)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Made;
        using var content = entry.Open();
        content.Write(Encoding.UTF8.GetBytes(text));
    }
}
