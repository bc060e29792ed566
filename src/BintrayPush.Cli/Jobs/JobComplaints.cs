namespace BintrayPush.Cli.Jobs;

/// <summary>What can be wrong with a push in the background.</summary>
internal static class JobComplaints
{
    public static Problem NotMade(string folder, string fault) => Error(
        "BTP6002", $"The push could not be handed to a job in {folder}: {fault.TrimEnd('.')}. Nothing was pushed. The files of a job are "
            + "copied there: look for room on that disk, or set BINTRAY_HOME to another place.");

    public static Problem FileChanged(string file) => Error(
        "BTP6003", $"{file} changed while it was copied for the push in the background. Nothing was pushed; push again when nothing else "
            + "writes to it.", file);

    public static Problem NotBegun(string id, string fault) => Error(
        "BTP6004", $"The process of the job {id} did not begin: {fault.TrimEnd('.')}. Nothing was pushed.");

    public static Problem NoSuchJob(string? given, int count) => Error(
        "BTP6005", given is null ? "There is no job: nothing was pushed in the background, or all was cleared."
            : $"There is no job '{given}'{(count == 0 ? ", and no other one" : "; 'bintray jobs' lists those that are there")}.");

    public static Problem SeveralJobs(string given, IReadOnlyList<string> ids) => Error(
        "BTP6005", $"'{given}' is the beginning of several jobs: {string.Join(", ", ids)}. Give more of it.");

    public static Problem RecordUnusable(string file, string fault) => new(
        "BTP6006", Severity.Error, $"The job's file {file} cannot be used: {fault.TrimEnd('.')}. If a later version of the program has "
            + "written it, use that one; else remove its folder, and push again.", file);

    public static Problem EndNotWritten(JobFolder job, string fault) => Error(
        "BTP6014", $"The process of the job {job.Id} is gone, and how it ended could not be written into {job.Path}: {fault.TrimEnd('.')}. "
            + "Make room on that disk, or make the folder writable; the next command tries again.", job.Path);

    public static Problem SnapshotDamaged(string file, string copy, string fault) => Error(
        "BTP6007", $"The copy of {file} that the job made when it was planned is not as it was ({copy}: {fault.TrimEnd('.')}). Nothing "
            + "was pushed; push again from the files themselves.", file);

    public static Problem WrongState(string id, string state, string cure) => Error("BTP6008", $"The job {id} is {state}. {cure}");

    public static Problem Crashed(string id, string name, string destination) => new(
        "BTP6009", Severity.Warning, $"The job {id}, which pushes {name} to {destination}, has crashed: its process is gone without a "
            + $"word (it was killed, or the machine went down). 'bintray jobs retry {id}' sends what is missing.");

    public static Problem PassphraseMissing() => Error(
        "BTP6010", "The push is signed with a passphrase, and a job does not keep it. Set BINTRAY_GPG_PASSPHRASE in the environment of "
            + "'bintray jobs retry'.");

    public static Problem StillRunning(string id, int? process, TimeSpan limit) => Error(
        "BTP6011", $"The job {id} has not ended within {limit.TotalSeconds:0} seconds"
            + (process is { } number ? $"; its process is {number}." : "."));

    public static Problem NoLocks(string folder) => Error(
        "BTP6012", $"The file system of {folder} keeps no locks, without which nobody knows whether a job is alive. Nothing was pushed; "
            + "set BINTRAY_HOME to a folder on a disk of this machine.");

    private static Problem Error(string code, string text, string? file = null) => new(code, Severity.Error, text, file);
}
