using System.Globalization;
using System.Text.Json;

namespace BintrayPush.Storage.Maintenance;

/// <summary>A sweep's report as lines for people and as JSON: the server's and the command line's are the same.</summary>
public static class SweepText
{
    private const int MaxNames = 20;

    /// <summary>The kinds with their numbers, and up to twenty names.</summary>
    /// <param name="report">The report.</param>
    public static IEnumerable<string> Lines(SweepReport report)
    {
        if (report.Count == 0)
        {
            yield return "Nothing is left over: there is nothing to sweep";
            yield break;
        }

        var happens = report.IsDryRun ? "would be deleted" : "deleted";
        yield return $"{Amount(report.Count, report.Bytes)} {happens}";
        foreach (var (kind, count, bytes) in report.Kinds)
        {
            yield return $"  {Words(kind)}: {count.ToString(CultureInfo.InvariantCulture)} ({ByteSize.Text(bytes)})";
        }

        foreach (var item in report.Items.Take(MaxNames))
        {
            yield return $"    {item.Name} ({ByteSize.Text(item.Bytes)})";
        }

        if (report.Count > MaxNames)
        {
            yield return $"    and {(report.Count - MaxNames).ToString(CultureInfo.InvariantCulture)} more; --json names all";
        }

        if (report.IsDryRun)
        {
            yield return "Nothing was changed. --delete looks again and deletes what is still left over";
        }
    }

    /// <summary>What a log says: the numbers in one line.</summary>
    /// <param name="report">The report.</param>
    public static string Summary(SweepReport report) => report.Count == 0
        ? "nothing was left over"
        : string.Join(", ", report.Kinds.Select(kind => $"{Words(kind.Kind)}: {kind.Count.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>Writes the fields of a report into an object.</summary>
    /// <param name="json">The writer, inside of an object.</param>
    /// <param name="report">The report.</param>
    public static void Write(Utf8JsonWriter json, SweepReport report)
    {
        json.WriteBoolean("dryRun", report.IsDryRun);
        json.WriteNumber("count", report.Count);
        json.WriteNumber("bytes", report.Bytes);
        json.WriteStartArray("kinds");
        foreach (var (kind, count, bytes) in report.Kinds)
        {
            json.WriteStartObject();
            json.WriteString("kind", Word(kind));
            json.WriteNumber("count", count);
            json.WriteNumber("bytes", bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("items");
        foreach (var item in report.Items)
        {
            json.WriteStartObject();
            json.WriteString("kind", Word(item.Kind));
            json.WriteString("name", item.Name);
            json.WriteNumber("bytes", item.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Amount(int count, long bytes) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? "object" : "objects")} ({ByteSize.Text(bytes)})";

    /// <summary>What a kind is, in words.</summary>
    /// <param name="kind">The kind.</param>
    public static string Words(SweepKind kind) => kind switch
    {
        SweepKind.Content => "contents that no file refers to",
        SweepKind.Manifest => "lists of files that no version refers to",
        SweepKind.Version => "records of versions of deleted packages",
        SweepKind.PendingMarker => "markers of files that are not pending any more",
        SweepKind.PackageMarker => "markers of deleted packages",
        SweepKind.Downloads => "numbers of downloads of deleted packages",
        SweepKind.Repository => "records of deleted repositories",
        SweepKind.Release => "records of interrupted releases, which are finished or dropped first",
        SweepKind.Leg => "lists of files of legs that no release refers to",
        SweepKind.ViewNote => "notes of interrupted work on the plain files, which is finished first",
        SweepKind.Temporary => "temporary files of interrupted uploads",
        _ => "other objects that no record names",
    };

    private static string Word(SweepKind kind) => kind switch
    {
        SweepKind.Content => "content",
        SweepKind.Manifest => "manifest",
        SweepKind.Version => "version",
        SweepKind.PendingMarker => "pendingMarker",
        SweepKind.PackageMarker => "packageMarker",
        SweepKind.Downloads => "downloads",
        SweepKind.Repository => "repository",
        SweepKind.Release => "release",
        SweepKind.Leg => "leg",
        SweepKind.ViewNote => "viewNote",
        SweepKind.Temporary => "temporary",
        _ => "other",
    };
}
