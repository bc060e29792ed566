using System.Globalization;
using BintrayPush.Messages;

namespace BintrayPush.Report;

/// <summary>What people see of a push: the same lines wherever it was started.</summary>
public static class PushSummary
{
    /// <summary>The most lines that name a file each, or a folder.</summary>
    private const int MostLines = 20;

    /// <summary>What became of one file.</summary>
    public static string Line(PushedFile file) =>
        $"  {file.Outcome,-9} {Path.GetFileName(file.Artifact.LocalPath)} ({Size(file.Size ?? 0)})" + file switch
        {
            { Published: true, Url: { } url } => $": {url}",
            { Published: true } => ", published; it has no public address",
            { Outcome: Outcome.Skipped or Outcome.Failed } => "",
            _ => ", not public yet",
        };

    /// <summary>
    /// What became of the files: a line each if they are few, else a line for each folder, so that nothing becomes public unseen.
    /// </summary>
    public static IEnumerable<string> Lines(Receipt receipt) => (receipt.Files.Count <= MostLines
        ? receipt.Files.Select(Line)
        : FolderCounts.Of(receipt.Files.Select(file => (file.Coordinates, file.Outcome.ToString(), file.Size ?? 0)), MostLines))
        .Concat(receipt.Feeds.Select(feed => $"  feed {feed.Summary}"))
        .Concat(receipt.Leg?.StagedFeeds.Select(feed => $"  staged feed {feed}") ?? []);

    /// <summary>The closing line. The terminal logger knows its form and shows what follows the arrow as the project's result.</summary>
    public static string Total(string project, Receipt receipt)
    {
        var counts = new[] { Outcome.Uploaded, Outcome.Replaced, Outcome.Unchanged, Outcome.Skipped, Outcome.Failed }
            .Select(outcome => (outcome, count: receipt.Files.Count(file => file.Outcome == outcome)))
            .Where(entry => entry.count > 0)
            .Select(entry => entry.count.ToString(CultureInfo.InvariantCulture) + " " + entry.outcome.ToString().ToLowerInvariant())
            .ToList();
        var bytes = receipt.Files.Where(file => file.Outcome is not (Outcome.Skipped or Outcome.Failed)).Sum(file => file.Size ?? 0);
        var seconds = receipt.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        var what = counts.Count > 0 ? $"{string.Join(", ", counts)}, {Size(bytes)}" : "nothing was pushed";
        return $"{project} -> {receipt.Place}: {what}, {seconds} s";
    }

    /// <summary>What is to be done so that a staged leg becomes public; <see langword="null"/> if none was staged.</summary>
    public static string? Seal(Receipt receipt)
    {
        if (receipt.Leg is not { IsStaged: true } leg)
        {
            return null;
        }

        var legs = string.Join(",", leg.Legs);
        var feed = leg.StaticFeed is null ? "" : $" {Setting.StaticFeed.Option} {Setting.DownloadUrl.Option} {leg.StaticFeed}";
        return $"Leg {leg.Name} of release {leg.Release} is staged, and not public. When all legs are (now: {legs}), publish them with: "
            + $"bintray release seal {leg.Release} --legs {legs} --repo {leg.Subject} --url {Quoted(receipt.Destination)}{feed}";
    }

    /// <summary>The same for who stages and promotes, without legs in mind.</summary>
    public static string? Promote(Receipt receipt) => receipt.Leg is { IsStaged: true } leg
        ? $"Release {leg.Release} is staged (legs: {string.Join(",", leg.Legs)}), and not public. Publish all of it with: "
            + $"bintray promote {leg.Release} --repo {leg.Subject} --url {Quoted(receipt.Destination)}"
        : null;

    private static string Quoted(string text) => text.IndexOf(' ') >= 0 ? $"\"{text}\"" : text;

    /// <summary>What a dry run found: changes of metadata, then a line per file, or per folder where the files are many.</summary>
    public static IEnumerable<string> Lines(DryRunReport preview) =>
        preview.Changes.Select(change => "  would " + change)
            .Concat(preview.Files.Count <= MostLines
                ? preview.Files.Select(Line)
                : FolderCounts.Of(
                    preview.Files.Select(file => (file.Coordinates, file.Intention.ToString(), file.Artifact.Size ?? 0)), MostLines));

    /// <summary>The closing line of a dry run.</summary>
    /// <param name="project">Whose.</param>
    /// <param name="preview">What was found.</param>
    /// <param name="planFile">Where the plan was written, if it was.</param>
    public static string Total(string project, DryRunReport preview, string? planFile = null)
    {
        var counts = preview.Files.GroupBy(file => file.Intention).OrderBy(same => same.Key)
            .Select(same => same.Count().ToString(CultureInfo.InvariantCulture) + " " + same.Key.ToString().ToLowerInvariant());
        return $"{project} -> {preview.Destination}: dry run, {string.Join(", ", counts)}, {Size(preview.BytesToSend)} to "
            + $"send{(planFile is null ? "" : $"; the plan is {planFile}")}";
    }

    private static string Line(DryRunFile file) =>
        $"  {file.Intention,-9} {Path.GetFileName(file.Artifact.LocalPath)} ({Size(file.Artifact.Size ?? 0)})"
        + (file.Coordinates.Path is { } path && file.Intention != Intention.Skip ? $": {file.Coordinates.Repository}/{path}" : "");

    /// <summary>How far a push is: files and bytes that have arrived, bytes on their way, rate, time left.</summary>
    public static string Progress(PushProgress progress) =>
        $"  {progress.DoneFiles} of {progress.Files} files, {Size(progress.DoneBytes)} of {Size(progress.Bytes)}"
        + (progress.SentBytes > 0 ? $", {Size(progress.SentBytes)} sent and not yet confirmed" : "")
        + (progress.Rate > 0 ? $", {Size((long)progress.Rate)}/s" : "")
        + (progress.IsWaiting ? ", waiting for the service" : "")
        + (progress.Left is { } left ? $", {left.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s left" : "");

    /// <summary>Bytes as people read them.</summary>
    public static string Size(long bytes) => ByteSize.Text(bytes);
}
