using System.Text.Json;
using BintrayPush.Cli.Messages;

namespace BintrayPush.Cli.Jobs;

/// <summary>Reads the records of jobs.</summary>
internal static class JobList
{
    /// <summary>A job's record, or what is wrong with it; neither if the job is just being made or removed.</summary>
    public static (JobRecord? Record, Problem? Problem) Look(JobFolder folder)
    {
        try
        {
            return (JobRecord.Read(folder), null);
        }
        catch (Exception cause) when (cause is JsonException or IOException or UnauthorizedAccessException)
        {
            return (null, JobComplaints.RecordUnusable(folder.Record, cause.Message));
        }
    }

    /// <summary>The record of a job that is asked for.</summary>
    public static JobRecord Read(JobFolder folder)
    {
        var (record, problem) = Look(folder);
        return record ?? throw CommandFailure.Failed(problem ?? JobComplaints.NoSuchJob(folder.Id, 1));
    }
}
