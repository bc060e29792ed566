using BintrayPush.Report;

namespace BintrayPush.Push.Steps;

/// <summary>Writes and uploads the checksums of each version: of what the service holds now, which becomes public with them.</summary>
internal sealed class ChecksumsStep : IPushStep
{
    public string Name => "upload";

    public bool IsDue(PushSession session) => !session.HasFailed && session.Settings.Checksums is not null;

    public async Task RunAsync(PushSession session)
    {
        foreach (var version in session.Versions)
        {
            Write(session, version);
        }

        if (!session.HasFailed)
        {
            await UploadStep.UploadAsync(
                session, [.. session.Versions.SelectMany(version => version.Checksums.Select(file => (file, version.Known!)))])
                .ConfigureAwait(false);
        }
    }

    private static void Write(PushSession session, VersionPush version)
    {
        var named = version.Artifacts.ToList();
        foreach (var unknown in named.Where(file => file.Placed.Count == 0))
        {
            session.Report(StepProblems.NoChecksums(unknown.File));
        }

        var text = ChecksumsText.Of(named.SelectMany(file => file.Placed));
        foreach (var file in version.Checksums)
        {
            try
            {
                AtomicFile.Write(file.File.Artifact.LocalPath, stream => stream.Write(text, 0, text.Length));
                file.MarkWritten(text.Length);
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                session.Report(StepProblems.ChecksumsUnwritable(file.File, cause));
            }
        }
    }
}
