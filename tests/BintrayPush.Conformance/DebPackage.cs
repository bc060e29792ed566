using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace BintrayPush.Conformance;

/// <summary>Small Debian packages, each part of which may be another one than it should be.</summary>
public static class DebPackage
{
    private const string Version = "2.0\n";

    /// <summary>A whole package with one file in it.</summary>
    public static byte[] Make(string name, string version, string architecture = "amd64", string more = "") =>
        Of($"Package: {name}\nVersion: {version}\nArchitecture: {architecture}\nMaintainer: A <a@example.org>\nDescription: a tool\n{more}", name);

    /// <summary>A package with this control file.</summary>
    public static byte[] Of(string control, string installs = "tool") => Archive(
        ("debian-binary", Encoding.ASCII.GetBytes(Version)),
        ("control.tar.gz", Compressed(Tar(("./control", Encoding.UTF8.GetBytes(control))))),
        ("data.tar.gz", Compressed(Tar(($"./usr/share/{installs}/note", Encoding.UTF8.GetBytes($"{control}\n"))))));

    /// <summary>An ar archive of these parts.</summary>
    public static byte[] Archive(params (string Name, byte[] Bytes)[] members)
    {
        using var archive = new MemoryStream();
        Write("!<arch>\n");
        foreach (var (name, bytes) in members)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"{name,-16}{0,-12}{0,-6}{0,-6}{100644,-8}{bytes.Length,-10}`\n"));
            archive.Write(bytes);
            Write(bytes.Length % 2 == 0 ? "" : "\n");
        }

        return archive.ToArray();

        void Write(string text) => archive.Write(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>A tar archive of these files.</summary>
    public static byte[] Tar(params (string Name, byte[] Bytes)[] files)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var content = new MemoryStream(bytes);
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = content,
                    ModificationTime = DateTimeOffset.UnixEpoch,
                });
            }
        }

        return archive.ToArray();
    }

    /// <summary>Compressed as gz.</summary>
    public static byte[] Compressed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
