using System.Globalization;
using System.Text.Json;
using BintrayPush.Cli.Output;
using BintrayPush.Report;

namespace BintrayPush.Cli.Jobs;

/// <summary>A job as people and as programs read it.</summary>
internal static class JobText
{
    /// <summary>The word for a state.</summary>
    public static string Word(this JobState state) => state.ToString().ToLowerInvariant();

    /// <summary>In a list.</summary>
    public static string Line(JobRecord job) =>
        $"{job.Id}  {job.State.Word(),-9}  {job.Name} -> {job.Destination}: {Count(job)}";

    /// <summary>What is said when it was handed over. The terminal logger shows what follows the arrow as the project's result.</summary>
    public static string Begun(JobRecord job) =>
        $"{job.Name} -> {job.Destination}: {Count(job)}, pushed in the background by the job {job.Id}";

    /// <summary>All that is known.</summary>
    public static IEnumerable<string> Lines(JobRecord job, JobFolder folder)
    {
        yield return Line(job);
        yield return $"  created   {WireDate.Format(job.Created)}";
        if (job.Started is { } started)
        {
            yield return $"  started   {WireDate.Format(started)}, attempt {job.Attempt.ToString(CultureInfo.InvariantCulture)}, process "
                + $"{job.Process?.ToString(CultureInfo.InvariantCulture)} on {job.Machine}";
        }

        if (job.Ended is { } ended)
        {
            yield return $"  ended     {WireDate.Format(ended)}";
        }

        if (job.Result is { } result)
        {
            yield return $"  result    {result}";
        }

        yield return $"  log       {folder.Log}";
        if (File.Exists(folder.Receipt))
        {
            yield return $"  receipt   {folder.Receipt}";
        }
    }

    /// <summary>The fields of a job.</summary>
    public static void Write(Utf8JsonWriter json, JobRecord job, JobFolder folder)
    {
        json.WriteString("id", job.Id);
        json.WriteString("state", job.State.ToString());
        json.WriteString("name", job.Name);
        json.WriteString("destination", job.Destination);
        json.WriteNumber("files", job.Files);
        json.WriteNumber("bytes", job.Bytes);
        json.WriteTime("created", job.Created);
        json.WriteTime("started", job.Started);
        json.WriteTime("ended", job.Ended);
        json.WriteNumber("attempt", job.Attempt);
        if (job.Process is { } process)
        {
            json.WriteNumber("process", process);
        }

        json.WriteText("machine", job.Machine);
        json.WriteText("result", job.Result);
        json.WriteString("log", folder.Log);
        json.WriteText("receipt", File.Exists(folder.Receipt) ? folder.Receipt : null);
    }

    private static string Count(JobRecord job) =>
        $"{job.Files.ToString(CultureInfo.InvariantCulture)} {(job.Files == 1 ? "file" : "files")}, {PushSummary.Size(job.Bytes)}";
}
