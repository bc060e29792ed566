using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using BintrayPush.Storage.Archives;

namespace BintrayPush.Server.Tests.Hostile;

/// <summary>Archives with names that leave their place, with what is no file, and with more than they seem to hold.</summary>
internal static class HostileArchives
{
    /// <summary>What the server under attack takes at most.</summary>
    public static readonly ArchiveLimits Limits = new() { Entries = 50, Bytes = 4 << 20, FreeBytes = 200_000, Ratio = 20 };

    private static readonly string[] Names =
    [
        "../evil",
        "../../../../evil",
        "a/../../evil",
        "a/../evil",
        "..",
        "./../evil",
        "a/..",
        "..\\evil",
        "..\\..\\..\\evil",
        "a\\evil",
        "/evil",
        "/etc/evil",
        "//server/share/evil",
        "\\evil",
        "\\\\server\\share\\evil",
        "\\\\.\\CON",
        "\\\\?\\C:\\evil",
        "C:/evil",
        "C:\\evil",
        "c:evil",
        "a\0evil",
        "a\nevil",
        "a\u001bevil",
        "a\u2028evil",
        "a/./evil", ".", new('e', 300), string.Join('/', Enumerable.Repeat("evil", 300)), "GOOD",
    ];

    private static readonly (string Name, Func<(string Name, byte[] Content)[], byte[]> Pack)[] Kinds =
    [
        ("zip", Zip), ("tar", entries => Tar(entries)), ("tar.gz", entries => Gz(Tar(entries))),
    ];

    private static readonly string[] Targets =
    [
        "/content/acme/tools/lib/1.0/evil?explode=1",
        "/content/acme/tools/lib/1.0/evil/;explode=1;publish=1",
        "/content/acme/tools/;bt_package=lib;bt_version=1.0?explode=1&override=1",
    ];

    public static IEnumerable<HostileRequest> All =>
    [
        .. from name in Names
           from kind in Kinds
           from target in Targets
           let archive = PackOrNothing(kind.Pack, name)
           where archive is not null
           select HostileRequest.Of(
               $"archive entry {HostilePaths.Shown(name)[..Math.Min(40, HostilePaths.Shown(name).Length)]}, in a {kind.Name}, at {target}",
               "PUT",
               target,
               archive),
        .. from bad in NoFiles().Concat(Bombs()).Concat(Damaged())
           from target in Targets
           select HostileRequest.Of($"archive with {bad.Name}, at {target}", "PUT", target, bad.Archive),
    ];

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Tar(IEnumerable<(string Name, byte[] Content)> entries) => TarOf(entries.Select(entry =>
        (TarEntry)new PaxTarEntry(TarEntryType.RegularFile, entry.Name) { DataStream = new MemoryStream(entry.Content) }));

    private static byte[] TarOf(IEnumerable<TarEntry> entries)
    {
        var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                tar.WriteEntry(entry);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Gz(byte[] content)
    {
        var bytes = new MemoryStream();
        using (var gz = new GZipStream(bytes, CompressionMode.Compress, leaveOpen: true))
        {
            gz.Write(content);
        }

        return bytes.ToArray();
    }

    /// <summary>With an honest file before it; not every archive can hold every name.</summary>
    private static byte[]? PackOrNothing(Func<(string, byte[])[], byte[]> pack, string name)
    {
        try
        {
            return pack([("good", "1"u8.ToArray()), (name, "2"u8.ToArray())]);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static IEnumerable<(string Name, byte[] Archive)> NoFiles()
    {
        foreach (var type in new[] { TarEntryType.SymbolicLink, TarEntryType.HardLink })
        {
            foreach (var target in new[] { "../../evil", "/etc/passwd", "good" })
            {
                yield return ($"a {type} to {target} and a file behind it", TarOf([
                    new PaxTarEntry(type, "link") { LinkName = target },
                    new PaxTarEntry(TarEntryType.RegularFile, "link/evil") { DataStream = new MemoryStream([1]) },
                ]));
            }
        }

        yield return ("a pipe", TarOf([new PaxTarEntry(TarEntryType.Fifo, "evil")]));
        yield return ("a device", TarOf([new PaxTarEntry(TarEntryType.BlockDevice, "evil") { DeviceMajor = 8, DeviceMinor = 0 }]));
        var link = new MemoryStream();
        using (var zip = new ZipArchive(link, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry("link");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var stream = entry.Open();
            stream.Write("../../evil"u8);
        }

        yield return ("a symbolic link in a zip", link.ToArray());
        yield return ("nothing", Zip());
        yield return ("nothing but a folder", Zip(("evil/", [])));
    }

    private static IEnumerable<(string Name, byte[] Archive)> Bombs()
    {
        var zeros = new byte[8 << 20];
        yield return ("a bomb in a zip", Zip(("evil", zeros)));
        yield return ("a bomb in a tar.gz", Gz(Tar([("evil", zeros)])));
        yield return ("a bomb of many parts", Zip([.. Enumerable.Range(0, 40).Select(i => ($"evil{i}", new byte[200_000]))]));
        yield return ("too many files", Zip([.. Enumerable.Range(0, 200).Select(i => ($"evil{i}", Array.Empty<byte>()))]));
        yield return ("too many files in a tar.gz", Gz(Tar(Enumerable.Range(0, 200).Select(i => ($"evil{i}", Array.Empty<byte>())))));
        yield return (
            "a bomb of attributes",
            Gz(TarOf([new PaxTarEntry(TarEntryType.RegularFile, "evil", [new("evil", new string('e', 4 << 20))])])));
        yield return ("a directory larger than one of fifty files", Directory(10_000));
        yield return ("a directory larger than its number of entries", Directory(10_000, announced: 1));
        yield return ("a thousand files of one content", Overlapping(Zip(("evil", zeros[..100_000]))));
        yield return ("a zip that says it is smaller", Lying(Zip(("evil", zeros[..100_000])), 24, 22, 10));
        yield return ("a zip that says it is larger", Lying(Zip(("evil", zeros[..100_000])), 24, 22, 100_000_000));
    }

    private static IEnumerable<(string Name, byte[] Archive)> Damaged()
    {
        var noise = new byte[5_000];
        new Random(1).NextBytes(noise);
        var (zip, tar) = (Zip(("evil", noise)), Tar([("evil", noise)]));
        var gz = Gz(tar);
        foreach (var length in new[] { 1, 4, 40, 2_000, 5_000 })
        {
            yield return ($"{length} bytes of a zip", zip[..length]);
            yield return ($"{length} bytes of a tar.gz", gz[..length]);
        }

        yield return ("half a tar", tar[..2_000]);
        yield return ("flipped bits in a zip", [.. zip[..1_000], .. zip[1_000..1_100].Select(b => (byte)~b), .. zip[1_100..]]);
        yield return ("flipped bits in a tar.gz", [.. gz[..3_000], .. gz[3_000..3_100].Select(b => (byte)~b), .. gz[3_100..]]);
        yield return ("a tar with a size beyond all measure", Patched(tar, 124 + 1024, [.. Enumerable.Repeat((byte)'7', 11)]));
        yield return ("a tar with attributes beyond all measure", Patched(tar, 124, "17777777777"u8.ToArray()));
        yield return ("a tar with nearly two gigabytes of attributes", Patched(tar, 124, "15777777777"u8.ToArray()));
        yield return ("a tar with a negative size", Patched(tar, 124 + 1024, [.. Enumerable.Repeat((byte)0xff, 12)]));
        yield return ("a directory that lies elsewhere", Lying(zip, -6, -6, 0x7fff_fff0));
        yield return ("no archive", noise);
        yield return ("an empty body", []);
        yield return ("another kind of archive", "7z\xbc\xaf\x27\x1c evil"u8.ToArray());
    }

    /// <summary>Changes a header of a tar and makes its checksum right again.</summary>
    private static byte[] Patched(byte[] tar, int at, byte[] value)
    {
        var patched = tar.ToArray();
        value.CopyTo(patched, at);
        var header = patched.AsSpan(at / 512 * 512, 512);
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var b in header)
        {
            sum += b;
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
        return patched;
    }

    /// <summary>
    /// Writes a wrong number into the only entry of a zip's directory (or, counted from the end, into what ends it) and into its local
    /// header.
    /// </summary>
    private static byte[] Lying(byte[] zip, int inDirectory, int inHeader, int value)
    {
        var lying = zip.ToArray();
        var directory = lying.AsSpan().LastIndexOf("PK\x1\x2"u8);
        BinaryPrimitives.WriteInt32LittleEndian(
            lying.AsSpan(inDirectory < 0 ? lying.Length + inDirectory : directory + inDirectory), value);
        if (inHeader >= 0)
        {
            BinaryPrimitives.WriteInt32LittleEndian(lying.AsSpan(inHeader), value);
        }

        return lying;
    }

    private static byte[] Directory(int entries, short announced = 10_000)
    {
        var zip = Zip([.. Enumerable.Range(0, entries).Select(i => ($"evil{i}", Array.Empty<byte>()))]);
        var end = zip.AsSpan().LastIndexOf("PK\x5\x6"u8);
        BinaryPrimitives.WriteInt16LittleEndian(zip.AsSpan(end + 10), announced);
        return zip;
    }

    /// <summary>A directory whose thousand entries all mean the same bytes.</summary>
    private static byte[] Overlapping(byte[] zip)
    {
        const int Times = 1_000;
        var at = zip.AsSpan().LastIndexOf("PK\x1\x2"u8);
        var end = zip.AsSpan().LastIndexOf("PK\x5\x6"u8);
        var tail = zip[end..];
        BinaryPrimitives.WriteInt16LittleEndian(tail.AsSpan(8), Times);
        BinaryPrimitives.WriteInt16LittleEndian(tail.AsSpan(10), Times);
        BinaryPrimitives.WriteInt32LittleEndian(tail.AsSpan(12), (end - at) * Times);
        return [.. zip[..at], .. Enumerable.Repeat(zip[at..end], Times).SelectMany(entry => entry), .. tail];
    }
}
