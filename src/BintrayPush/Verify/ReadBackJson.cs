using System.Text.Json.Serialization;
using BintrayPush.Api.Content;
using BintrayPush.Report;

namespace BintrayPush.Verify;

/// <summary>What reading back found, as a JSON document; its names are documented in docs/cli.md.</summary>
public static class ReadBackJson
{
    /// <summary>Writes it.</summary>
    public static void Write(ReadBackReport report, Stream stream) =>
        PushJson.Write(stream, ReadBackDocument.Of(report), ReadBackJsonContext.Default.ReadBackDocument);
}

/// <summary>The document.</summary>
internal sealed record ReadBackDocument(
    int SchemaVersion,
    string Receipt,
    string Destination,
    bool Intact,
    long DurationMilliseconds,
    IReadOnlyList<ReadBackDocument.FileEntry> Files,
    IReadOnlyList<ReceiptDocument.ProblemEntry> Problems)
{
    public static ReadBackDocument Of(ReadBackReport report) => new(
        PushJson.SchemaVersion,
        report.Receipt.File,
        report.Receipt.Destination,
        report.IsIntact,
        (long)report.Duration.TotalMilliseconds,
        [.. report.Files.Select(FileEntry.Of)],
        [.. report.Problems.Select(ReceiptDocument.ProblemEntry.Of)]);

    internal sealed record FileEntry(string Finding, string Repo, string Path, ContentEntry Expected, ContentEntry? Found)
    {
        public static FileEntry Of(ReadBackFile file) => new(
            file.Finding.ToString(),
            file.Claim.Address.Repository.ToString(),
            file.Claim.Address.Path.Value,
            ContentEntry.Of(file.Claim.Content),
            file.Found is { } found ? ContentEntry.Of(found) : null);
    }

    internal sealed record ContentEntry(long Size, string? Sha1, string Sha256)
    {
        public static ContentEntry Of(ContentHashes content) => new(content.Size, content.Sha1, content.Sha256);
    }
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReadBackDocument))]
internal sealed partial class ReadBackJsonContext : JsonSerializerContext;
