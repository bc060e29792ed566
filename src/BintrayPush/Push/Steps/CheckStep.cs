using BintrayPush.Retry;
using BintrayPush.Transfer;

namespace BintrayPush.Push.Steps;

/// <summary>
/// The service's own listing is the proof. What is not there as it was sent is sent once more, and then proved again.
/// </summary>
internal sealed class CheckStep : IPushStep
{
    public string Name => "verify";

    /// <summary>Also where an upload failed: what is wrong with the others is said in the same run.</summary>
    public bool IsDue(PushSession session) => !session.HasFailedOutside("upload");

    public async Task RunAsync(PushSession session)
    {
        var faulty = await FindFaultyAsync(session, session.Versions).ConfigureAwait(false);
        if (faulty.Count == 0)
        {
            return;
        }

        foreach (var (_, file, fault) in faulty)
        {
            session.Trace($"{file.File.Address} did not arrive intact: {fault}; sending it again");
        }

        await UploadStep.UploadAsync(session, [.. faulty.Select(found => (found.File, found.Version.Known!))]).ConfigureAwait(false);
        faulty = await FindFaultyAsync(session, [.. faulty.Select(found => found.Version).Distinct()]).ConfigureAwait(false);
        foreach (var (_, file, fault) in faulty)
        {
            file.Failed();
            session.Report(TransferProblems.ArrivedDamaged(file.File, fault));
        }
    }

    /// <summary>A version to which nothing was sent has just been listed.</summary>
    private static async Task<IReadOnlyList<(VersionPush Version, FilePush File, string Fault)>> FindFaultyAsync(
        PushSession session, IReadOnlyList<VersionPush> versions)
    {
        var touched = versions.Where(version => version.Files.Any(file => file.Sent)).ToList();
        var listed = await Concurrently.RunAsync(touched, session.Limits.MaxParallelUploads, session.ListAsync).ConfigureAwait(false);
        return [
            .. touched.Where((_, at) => listed[at]).SelectMany(version => version.Files
                .Where(file => file.Arrived)
                .Select(file => (version, file, Fault: ArrivalCheck.FaultOf(file, version.Known!)))
                .Where(found => found.Fault is not null)
                .Select(found => (found.version, found.file, found.Fault!)))
        ];
    }
}
