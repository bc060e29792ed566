using System.Text.Json.Serialization;
using BintrayPush.Compare;
using BintrayPush.Messages;

namespace BintrayPush.Report;

/// <summary>The receipt as a JSON file.</summary>
public static class ReceiptFile
{
    /// <summary>Writes it, whole or not at all; missing folders are made.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(Receipt receipt, string path) =>
        AtomicFile.Write(path, file => PushJson.Write(receipt, file));
}

/// <summary>The receipt as it stands in the file; its names are documented in docs/receipt.md.</summary>
internal sealed record ReceiptDocument(
    int SchemaVersion,
    string? Project,
    string Destination,
    string Started,
    long DurationMilliseconds,
    bool Complete,
    string State,
    ReceiptDocument.LegEntry? Leg,
    IReadOnlyList<string>? Feeds,
    ReceiptDocument.TimingEntry? Timings,
    IReadOnlyList<ReceiptDocument.FileEntry> Files,
    IReadOnlyList<ReceiptDocument.ProblemEntry> Problems)
{
    public static ReceiptDocument Of(Receipt receipt) => new(
        PushJson.SchemaVersion,
        receipt.Project,
        receipt.Destination,
        WireDate.Format(receipt.Started),
        (long)receipt.Duration.TotalMilliseconds,
        receipt.Complete,
        receipt.State.ToString(),
        receipt.Leg is { } leg ? LegEntry.Of(leg) : null,
        receipt.Feeds.Count > 0 ? [.. receipt.Feeds.Select(feed => feed.Index)] : null,
        receipt.Timings is { } timings ? TimingEntry.Of(timings) : null,
        [.. receipt.Files.Select(FileEntry.Of)],
        [.. receipt.Problems.Select(ProblemEntry.Of)]);

    internal sealed record LegEntry(
        string Subject, string Release, string Name, bool Staged, IReadOnlyList<string> Legs, IReadOnlyList<string>? StagedFeeds)
    {
        public static LegEntry Of(PushedLeg leg) => new(
            leg.Subject, leg.Release, leg.Name, leg.IsStaged, leg.Legs, leg.StagedFeeds.Count > 0 ? leg.StagedFeeds : null);
    }

    internal sealed record TimingEntry(
        long PrepareMilliseconds, long UploadMilliseconds, long VerifyMilliseconds, long SignMilliseconds, long PublishMilliseconds)
    {
        public static TimingEntry Of(PushTimings timings) => new(
            (long)timings.Prepare.TotalMilliseconds,
            (long)timings.Upload.TotalMilliseconds,
            (long)timings.Verify.TotalMilliseconds,
            (long)timings.Sign.TotalMilliseconds,
            (long)timings.Publish.TotalMilliseconds);
    }

    internal sealed record FileEntry(
        string Source,
        string Outcome,
        bool Published,
        string? Repo,
        string? Package,
        string? Version,
        string? Path,
        long? Size,
        string? Sha1,
        string? Sha256,
        IReadOnlyList<UnpackedEntry>? Unpacked,
        string? Url,
        string? UploadTime)
    {
        public static FileEntry Of(PushedFile file) => new(
            file.Artifact.LocalPath,
            file.Outcome.ToString(),
            file.Published,
            file.Coordinates.Repository,
            file.Coordinates.Package,
            file.Coordinates.Version,
            file.Coordinates.Path,
            file.Size,
            file.Sha1,
            file.Sha256,
            file.Unpacked is { } unpacked ? [.. unpacked.Select(UnpackedEntry.Of)] : null,
            file.Url,
            file.UploadTime is { } time ? WireDate.Format(time) : null);
    }

    internal sealed record UnpackedEntry(string Path, long Size, string? Sha1, string Sha256)
    {
        public static UnpackedEntry Of(PlacedContent placed) =>
            new(placed.Path.Value, placed.Content.Size, placed.Content.Sha1, placed.Content.Sha256);
    }

    internal sealed record ProblemEntry(string Code, string Severity, string Text, string? File, int? Line, int? Column)
    {
        public static ProblemEntry Of(Problem problem) => new(
            problem.Code,
            problem.Severity.ToString().ToLowerInvariant(),
            problem.Text,
            problem.File,
            problem.Line > 0 ? problem.Line : null,
            problem.Line > 0 ? problem.Column : null);
    }
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReceiptDocument))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
