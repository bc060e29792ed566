using BintrayPush.Background;
using BintrayPush.Build.Programs;
using BintrayPush.Build.Settings;
using BintrayPush.Build.Tasks;
using BintrayPush.Places;
using BintrayPush.Report;

namespace BintrayPush.Build;

/// <content>The push in the background: all that can be looked at is looked at here, and a process of its own does the rest.</content>
public sealed partial class PushToBintray
{
    /// <summary>The program copies the files before it answers.</summary>
    private static readonly TimeSpan LongestHandover = TimeSpan.FromHours(6);

    /// <summary>
    /// <c>true</c>: the push is left to a process of its own; <c>force</c>: also on a build server, where that is refused else; default
    /// false.
    /// </summary>
    public string? Background { get; set; }

    private bool IsInBackground(PropertyReader reader)
    {
        if ("force".Equals(Background?.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (PropertyReader.Text(Background) is { } given && !PropertyReader.IsSwitch(given))
        {
            reader.Add(Texts.InvalidValue(Setting.Background, given, "true, false, force"));
            return false;
        }

        var isWanted = reader.Switch(Setting.Background, Background, false);
        if (isWanted && !_isDry && BuildServer.SignOf(EnvironmentVariable) is { } sign)
        {
            reader.Add(BackgroundProblems.OnBuildServer(sign));
        }

        return isWanted;
    }

    private async System.Threading.Tasks.Task LeaveToJobAsync(PreparedPush push, IPushRunner runner, CancellationToken cancellation)
    {
        var preview = await runner.PreviewAsync(cancellation).ConfigureAwait(false);
        Log.LogProblems(preview.Problems);
        if (!preview.WouldSucceed)
        {
            WriteReceipt(NothingDone(push.Place, [.. push.Found, .. preview.Problems]));
            return;
        }

        var end = await BintrayProgram.RunAsync(
            Program,
            EnvironmentVariable,
            LongestHandover,
            ["jobs", "add", "--json"],
            input => BackgroundPushFile.Write(Describe(push), input),
            cancellation).ConfigureAwait(false);
        if (end is not { Fault: null, ExitCode: 0 } || end.Text("line") is not { } line)
        {
            var problems = end.Problems(Severity.Error) is { Count: > 0 } said ? said : [Texts.NoJob(end.Fault ?? end.LastWords)];
            Log.LogProblems(problems);
            WriteReceipt(NothingDone(push.Place, [.. push.Found, .. preview.Problems, .. problems]));
            return;
        }

        // The job tells of its end, so nobody is told of this one.
        _notification = null;
        PushedArtifacts = [.. preview.Files.Select(file => ArtifactItems.Stamp(_sources.Of(file.Artifact), file))];
        new TransferLog(Log).Show(PushSummary.Lines(preview), LogText.Clean(line));
    }

    private BackgroundPush Describe(PreparedPush push) => new()
    {
        Name = ProjectName ?? "Push",
        Project = ProjectName,
        Place = push.Place is ChosenPlace.Bucket bucket ? bucket.Address : push.Place.Name,
        AllowInsecure = new PropertyReader().Switch(Setting.AllowInsecureConnections, AllowInsecureConnections, false),
        DownloadUrl = push.Connection?.Downloads?.ToString(),
        AuthorityFile = PropertyReader.Text(CertificateAuthorityFile) is { } file ? Absolute(file) : null,
        Silence = push.Connection?.Limits.Silence ?? TimeSpan.Zero,
        MaxParallelUploads = push.Limits.MaxParallelUploads,
        RetryCount = push.Limits.RetryCount,
        Timings = push.Limits.Timings,
        Repo = PropertyReader.Text(Repo),
        Notify = Notify,
        NotifyOn = NotifyOn,
        NotifyUrl = NotifyUrl,
        Errors = [.. BackgroundPush.Codes.Where(TreatsAsError)],
        NeedsPassphrase = push.Plan.Settings.Signing?.Passphrase is not null,
        Settings = push.Plan.Settings,
    };
}
