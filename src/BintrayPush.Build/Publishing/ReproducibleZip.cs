using System.IO.Compression;

namespace BintrayPush.Build.Publishing;

/// <summary>
/// A zip that is the same whenever it is made from the same files: entries in ordinal order, with one time, and with Unix
/// permissions that follow from the content. A push compares contents, so a new time stamp would be a conflict. How the bytes are
/// packed is the runtime's affair, so another .NET may make other bytes.
/// </summary>
internal static class ReproducibleZip
{
    /// <summary>The oldest time that a zip can hold.</summary>
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int PlainFile = 0x8000;
    private const int ProgramMode = 0x1ED; // rwxr-xr-x
    private const int PlainMode = 0x1A4; // rw-r--r--

    /// <summary>Writes the zip, whole or not at all.</summary>
    /// <param name="zip">Its absolute path; folders are made.</param>
    /// <param name="entries">Entry name, with <c>/</c> between its segments, and the file it is read from.</param>
    /// <exception cref="IOException">A file cannot be read, or the zip not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read, or the zip not be written.</exception>
    public static void Write(string zip, IEnumerable<KeyValuePair<string, string>> entries, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(zip)!);
        var unfinished = $"{zip}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.ReadWrite))
            {
                using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
                {
                    foreach (var entry in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    {
                        cancellation.ThrowIfCancellationRequested();
                        Add(archive, entry.Key, entry.Value);
                    }
                }

                WriteUnixTime(file);
            }

            File.Delete(zip);
            File.Move(unfinished, zip);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static void Add(ZipArchive archive, string name, string file)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Time;
        entry.ExternalAttributes = (PlainFile | (ExecutableFile.Is(file) ? ProgramMode : PlainMode)) << 16;
        using var content = entry.Open();
        using var source = RegularFile.OpenRead(file);
        source.CopyTo(content);
    }

    /// <summary>
    /// Marks every entry of the central directory as made on Unix. Only then do the permissions count, and on Windows the library
    /// would say otherwise.
    /// </summary>
    private static void WriteUnixTime(Stream zip)
    {
        const byte unix = 3;
        using var reader = new BinaryReader(zip, System.Text.Encoding.UTF8, leaveOpen: true);
        for (var at = CentralDirectory(zip, reader); ;)
        {
            zip.Position = at;
            if (zip.Length - at < 46 || reader.ReadUInt32() != 0x02014B50)
            {
                return;
            }

            zip.Position = at + 5;
            zip.WriteByte(unix);
            zip.Position = at + 28;
            at += 46 + reader.ReadUInt16() + reader.ReadUInt16() + reader.ReadUInt16();
        }
    }

    /// <summary>Where the central directory begins, from the end record, which has no comment here, or its 64-bit sister.</summary>
    private static long CentralDirectory(Stream zip, BinaryReader reader)
    {
        zip.Position = zip.Length - 6;
        var start = reader.ReadUInt32();
        if (start != uint.MaxValue)
        {
            return start;
        }

        zip.Position = zip.Length - 22 - 20 + 8;
        zip.Position = reader.ReadInt64() + 48;
        return reader.ReadInt64();
    }
}
