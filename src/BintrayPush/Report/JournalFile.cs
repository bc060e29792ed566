using System.Text.Json;
using System.Text.Json.Serialization;
using BintrayPush.Compare;
using BintrayPush.Messages;

namespace BintrayPush.Report;

/// <summary>The journal of a release as a JSON file. It comes from a disk, so nothing in it is believed before it was checked.</summary>
public static class JournalFile
{
    /// <summary>Far more than any release has.</summary>
    private const int LargestFile = 64 << 20;

    private const int SchemaVersion = 1;

    /// <summary>Where it stands: beside the receipt.</summary>
    /// <param name="receipt">The receipt; <see langword="null"/> if none is written: then there is no journal.</param>
    public static string? Beside(string? receipt) => receipt is null ? null : Path.ChangeExtension(receipt, ".journal.json");

    /// <summary>Writes it, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(ReleaseJournal journal, string path) => AtomicFile.Write(
        path, stream => PushJson.Write(stream, JournalDocument.Of(SchemaVersion, journal), JournalJson.Default.JournalDocument));

    /// <summary>Reads it.</summary>
    /// <returns>The journal, or what is wrong with it.</returns>
    public static (ReleaseJournal? Journal, Problem? Fault) Read(string path)
    {
        try
        {
            var bytes = RegularFile.ReadAllBytes(path, LargestFile)
                ?? throw new FormatException($"it is larger than {LargestFile >> 20} MB");
            var document = JsonSerializer.Deserialize(bytes, JournalJson.Default.JournalDocument);
            return document is not { SchemaVersion: SchemaVersion }
                ? throw new FormatException("it is not of a version that is known here")
                : (document.ToJournal(), null);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            return (null, ReportProblems.JournalUnusable(path, fault.Message));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, ReportProblems.JournalUnusable(path, fault.Message));
        }
    }
}

/// <summary>The journal as it stands in the file.</summary>
internal sealed record JournalDocument(
    int SchemaVersion, string? Destination, string? Started, IReadOnlyList<JournalDocument.VersionEntry>? Versions)
{
    public static JournalDocument Of(int schemaVersion, ReleaseJournal journal) => new(
        schemaVersion,
        journal.Destination,
        WireDate.Format(journal.Started),
        [
            .. journal.Versions.Select(version => new VersionEntry(
                version.Version.ToString(),
                version.Published,
                [
                    .. version.Files.Select(
                        file => new FileEntry(file.Path.Value, file.Content.Size, file.Content.Sha256, file.Content.Sha1)),
                ])),
        ]);

    /// <exception cref="FormatException">Something of it makes no sense.</exception>
    public ReleaseJournal ToJournal()
    {
        var versions = (Versions ?? throw new FormatException("it has no versions")).Select(ToVersion).ToList();
        return versions.GroupBy(version => version.Version).Any(same => same.Count() > 1)
            ? throw new FormatException("a version stands in it twice")
            : new ReleaseJournal(
                Destination ?? throw new FormatException("it has no destination"),
                WireDate.TryParse(Started, out var started) ? started : throw new FormatException("it does not say when it began"),
                versions);
    }

    private static JournalVersion ToVersion(VersionEntry? entry) =>
        entry is { Version: not null, Files: not null } && VersionAddress.TryParse(entry.Version, out var address, out _)
            ? new JournalVersion(address, entry.Published, [.. entry.Files.Select(ToFile)])
            : throw new FormatException("a version of it has no name or no files");

    private static PlacedContent ToFile(FileEntry? entry)
    {
        const int Digits = 64;
        return entry is { Path: not null, Sha256.Length: Digits, Size: >= 0 }
            ? new PlacedContent(RepositoryPath.Of(entry.Path), new ContentHashes(entry.Size, entry.Sha256, entry.Sha1, null))
            : throw new FormatException("a file of it has no path, size or checksum");
    }

    internal sealed record VersionEntry(string? Version, bool Published, IReadOnlyList<FileEntry>? Files);

    internal sealed record FileEntry(string? Path, long Size, string? Sha256, string? Sha1);
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalDocument))]
internal sealed partial class JournalJson : JsonSerializerContext;
