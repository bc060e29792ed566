using System.Text.Json.Serialization;

namespace BintrayPush.Report;

/// <summary>What a dry run found, as a JSON file.</summary>
public static class PlanFile
{
    /// <summary>Writes it, whole or not at all; missing folders are made.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(DryRunReport preview, string path) =>
        AtomicFile.Write(path, file => PushJson.Write(preview, file));
}

/// <summary>The plan as it stands in the file; its names are documented in docs/receipt.md.</summary>
internal sealed record PlanDocument(
    int SchemaVersion,
    string Destination,
    string Asked,
    bool WouldSucceed,
    long BytesToSend,
    IReadOnlyList<string> Changes,
    IReadOnlyList<PlanDocument.FileEntry> Files,
    IReadOnlyList<ReceiptDocument.ProblemEntry> Problems)
{
    public static PlanDocument Of(DryRunReport preview) => new(
        PushJson.SchemaVersion,
        preview.Destination,
        WireDate.Format(preview.Asked),
        preview.WouldSucceed,
        preview.BytesToSend,
        preview.Changes,
        [.. preview.Files.Select(FileEntry.Of)],
        [.. preview.Problems.Select(ReceiptDocument.ProblemEntry.Of)]);

    internal sealed record FileEntry(
        string Source, string Intention, string? Repo, string? Package, string? Version, string? Path, long? Size)
    {
        public static FileEntry Of(DryRunFile file) => new(
            file.Artifact.LocalPath,
            file.Intention.ToString(),
            file.Coordinates.Repository,
            file.Coordinates.Package,
            file.Coordinates.Version,
            file.Coordinates.Path,
            file.Artifact.Size);
    }
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlanDocument))]
internal sealed partial class PlanJson : JsonSerializerContext;
