using BintrayPush.Compare;
using BintrayPush.Transfer;

namespace BintrayPush.Push.Steps;

/// <summary>Uploads what is missing, unpublished.</summary>
internal sealed class UploadStep : IPushStep
{
    public string Name => "upload";

    public bool IsDue(PushSession session) => !session.HasFailed;

    public Task RunAsync(PushSession session) =>
        UploadAsync(session, [.. session.Versions.SelectMany(version => version.Artifacts.Select(file => (file, version.Known!)))]);

    /// <summary>Uploads some files. Problems are reported in the order of the files.</summary>
    public static async Task UploadAsync(PushSession session, IReadOnlyList<(FilePush File, KnownFiles Known)> files)
    {
        var problems = await new UploadQueue(session.Transfer).RunAsync(files).ConfigureAwait(false);
        for (var i = 0; i < problems.Count; i++)
        {
            session.Report(problems[i] is null ? null : SymbolPackages.Explain(files[i].File, session.Files) ?? problems[i]);
        }

        session.Cancellation.ThrowIfCancellationRequested();
    }
}
