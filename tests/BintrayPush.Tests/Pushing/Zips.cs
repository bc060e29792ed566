using System.IO.Compression;
using System.Text;
using BintrayPush.Artifacts;

namespace BintrayPush.Tests.Pushing;

/// <summary>Real zip files and packages, as different tools at different times make them.</summary>
internal static class Zips
{
    public const string Nuspec = "<package><metadata><id>Tool</id><repository type=\"git\" commit=\"{0}\" /></metadata></package>";

    /// <summary>A zip; an entry is <c>name</c> and content, with <c>!</c> before the name for an executable one.</summary>
    public static Artifact WriteZip(
        this PushScene scene, string name, int year, CompressionLevel level, params (string Name, string Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (given, content) in entries)
            {
                var entry = archive.CreateEntry(given.TrimStart('!'), level);
                entry.LastWriteTime = new DateTimeOffset(year, 1, 2, 3, 4, 6, TimeSpan.Zero);
                entry.ExternalAttributes = given[0] == '!' ? 0x1ED << 16 : 0x1A4 << 16;
                using var stream = entry.Open();
                var text = Encoding.UTF8.GetBytes(content);
                stream.Write(text, 0, text.Length);
            }
        }

        return scene.WriteBytes(name, bytes.ToArray());
    }

    /// <summary>What a packer makes of entries: with a manifest, and parts that are new each time.</summary>
    public static Artifact Pack(this PushScene scene, string name, string commit, params (string Name, string Content)[] entries)
    {
        var unique = Guid.NewGuid().ToString("N");
        var properties = $"package/services/metadata/core-properties/{unique}.psmdcp";
        return scene.WriteZip(
            name,
            2026,
            CompressionLevel.Optimal,
            [
                ("_rels/.rels", "<Relationships xmlns=\"r\"><Relationship Type=\"manifest\" Target=\"/Tool.nuspec\" Id=\"R1\" "
                    + $"/><Relationship Type=\"core\" Target=\"/{properties}\" Id=\"R{unique}\" /></Relationships>"),
                ("Tool.nuspec", Nuspec.Replace("{0}", commit)),
                .. entries,
                (properties, $"<coreProperties>{unique}</coreProperties>"),
            ]);
    }
}
