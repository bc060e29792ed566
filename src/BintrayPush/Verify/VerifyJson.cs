using System.Text.Json.Serialization;
using BintrayPush.Report;

namespace BintrayPush.Verify;

/// <summary>What reading back found, as a JSON document; its names are documented in docs/cli.md.</summary>
public static class VerifyJson
{
    /// <summary>Writes it.</summary>
    public static void Write(VerifyReport report, Stream stream) =>
        PushJson.Write(stream, VerifyDocument.Of(report), VerifyJsonContext.Default.VerifyDocument);
}

/// <summary>The document.</summary>
internal sealed record VerifyDocument(
    int SchemaVersion,
    string Receipt,
    string Destination,
    bool Intact,
    long DurationMilliseconds,
    IReadOnlyList<VerifyDocument.FileEntry> Files,
    IReadOnlyList<ReceiptDocument.ProblemEntry> Problems)
{
    public static VerifyDocument Of(VerifyReport report) => new(
        PushJson.SchemaVersion,
        report.Receipt.File,
        report.Receipt.Destination,
        report.IsIntact,
        (long)report.Duration.TotalMilliseconds,
        [.. report.Files.Select(FileEntry.Of)],
        [.. report.Problems.Select(ReceiptDocument.ProblemEntry.Of)]);

    internal sealed record FileEntry(string Finding, string Repo, string Path, ContentEntry Expected, ContentEntry? Found)
    {
        public static FileEntry Of(VerifiedFile file) => new(
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
[JsonSerializable(typeof(VerifyDocument))]
internal sealed partial class VerifyJsonContext : JsonSerializerContext;
