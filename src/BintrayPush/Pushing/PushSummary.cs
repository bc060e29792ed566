using System.Globalization;

namespace BintrayPush.Pushing;

/// <summary>What people see of a push: the same lines wherever it was started.</summary>
public static class PushSummary
{
    /// <summary>What became of one file.</summary>
    public static string Line(PushedFile file) =>
        $"  {file.Outcome,-9} {Path.GetFileName(file.Artifact.LocalPath)} ({Size(file.Size ?? 0)})" + file switch
        {
            { Published: true, Url: { } url } => $": {url}",
            { Published: true } => ", published in a private repository",
            { Outcome: Outcome.Skipped or Outcome.Failed } => "",
            _ => ", not public yet",
        };

    /// <summary>The closing line. The terminal logger knows its form and shows what follows the arrow as the project's result.</summary>
    public static string Total(string project, Receipt receipt)
    {
        var counts = new[] { Outcome.Uploaded, Outcome.Replaced, Outcome.Unchanged, Outcome.Skipped, Outcome.Failed }
            .Select(outcome => (outcome, count: receipt.Files.Count(file => file.Outcome == outcome)))
            .Where(entry => entry.count > 0)
            .Select(entry => entry.count.ToString(CultureInfo.InvariantCulture) + " " + entry.outcome.ToString().ToLowerInvariant());
        var bytes = receipt.Files.Where(file => file.Outcome is not (Outcome.Skipped or Outcome.Failed)).Sum(file => file.Size ?? 0);
        var seconds = receipt.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return $"{project} -> {receipt.Place}: {string.Join(", ", counts)}, {Size(bytes)}, {seconds} s";
    }

    /// <summary>What a dry run found: changes of metadata, then a line per file unless they are too many.</summary>
    public static IEnumerable<string> Lines(PushPreview preview, bool withFiles) =>
        preview.Changes.Select(change => "  would " + change)
            .Concat(preview.Files.Where(_ => withFiles).Select(file =>
                $"  {file.Intention,-9} {Path.GetFileName(file.Artifact.LocalPath)} ({Size(file.Artifact.Size ?? 0)})"
                + (file.Coordinates.Path is { } path && file.Intention != Intention.Skip ? $": {file.Coordinates.Repository}/{path}" : "")));

    /// <summary>The closing line of a dry run.</summary>
    public static string Total(string project, PushPreview preview)
    {
        var counts = preview.Files.GroupBy(file => file.Intention).OrderBy(same => same.Key)
            .Select(same => same.Count().ToString(CultureInfo.InvariantCulture) + " " + same.Key.ToString().ToLowerInvariant());
        return $"{project} -> {preview.Destination}: dry run, {string.Join(", ", counts)}, {Size(preview.BytesToSend)} to send";
    }

    /// <summary>How far a push is: files, bytes, rate, time left.</summary>
    public static string Progress(PushProgress progress) =>
        $"  {progress.DoneFiles} of {progress.Files} files, {Size(progress.DoneBytes)} of {Size(progress.Bytes)}, {Size((long)progress.Rate)}/s"
        + (progress.Left is { } left ? $", {left.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s left" : "");

    /// <summary>Bytes as people read them.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        var value = (double)bytes;
        var unit = 0;
        for (; value >= 1024 && unit < units.Length - 1; unit++)
        {
            value /= 1024;
        }

        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
