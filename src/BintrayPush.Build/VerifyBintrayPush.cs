using BintrayPush.Background;
using BintrayPush.Build.Programs;
using BintrayPush.Build.Settings;
using BintrayPush.Build.Tasks;
using BintrayPush.Places;
using BintrayPush.Retry;
using BintrayPush.Verify;

namespace BintrayPush.Build;

/// <summary>
/// Reads back what a push made public and compares it with its receipt, any time later. Each parameter is the property
/// <c>Bintray...</c> of the same name, described in docs/properties.md. It changes nothing.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class VerifyBintrayPush : BintrayTask
{
    /// <summary>The receipt of the push.</summary>
    [Required]
    public string ReceiptFile { get; set; } = "";

    /// <summary>
    /// The place that was pushed to: the base URL of a service, or a folder; empty for the embedded repository of this machine.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>Where published files are read from, if that is not <c>/dl</c> beside the service.</summary>
    public string? DownloadUrl { get; set; }

    /// <summary>Whether plain http may be spoken to another machine; default false.</summary>
    public string? AllowInsecureConnections { get; set; }

    /// <summary>A PEM file with certificate authorities to trust beside the system's.</summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>The longest silence of a service, in seconds; default 150.</summary>
    public string? TimeoutSeconds { get; set; }

    /// <summary><c>subject/repository</c>; its subject is the user if there is a key and no user.</summary>
    public string? Repo { get; set; }

    /// <summary>The most files that are read at one time.</summary>
    public string? MaxParallelUploads { get; set; }

    /// <summary>How often a call is made again after a failure that may pass; default 5, 0 for never.</summary>
    public string? RetryCount { get; set; }

    /// <summary>How the closing line calls the project.</summary>
    public string? ProjectName { get; set; }

    /// <summary>Where the program lies that reads buckets; elsewhere in tests.</summary>
    internal string Program { get; set; } = BintrayProgram.InPackage;

    private protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellation)
    {
        var reader = new PropertyReader();
        var allowInsecure = reader.Switch(Setting.AllowInsecureConnections, AllowInsecureConnections, false);
        var place = ChosenPlace.Choose(Url, allowInsecure, ProjectDirectory, EnvironmentVariable, reader);
        var receipt = ReceiptReader.Read(Absolute(ReceiptFile), out var faults);
        var limits = PlaceParameters.Limits(place, MaxParallelUploads, RetryCount, reader);
        var connection = new PlaceParameters(this, DownloadUrl, CertificateAuthorityFile, TimeoutSeconds)
            .Connection(place, PropertyReader.Text(Repo) ?? receipt?.Subject, allowInsecure, reader);
        var other = receipt is not null && place is ChosenPlace.Folder or ChosenPlace.Service
            ? PlaceOfReceipt.FaultOf(receipt!, place)
            : null;
        foreach (var fault in other is not null ? [other] : faults)
        {
            reader.Add(fault);
        }

        Log.LogProblems(reader.Problems);
        if (receipt is null || place is null || Log.HasLoggedErrors)
        {
            return;
        }

        if (place is ChosenPlace.Bucket bucket)
        {
            await VerifyByProgramAsync(bucket, limits, cancellation).ConfigureAwait(false);
            return;
        }

        var (opened, problem) = await PlaceParameters.OpenAsync(
            place, connection, readOnly: true, keys: null, reader: null, cancellation).ConfigureAwait(false);
        using (opened)
        {
            if (opened is null)
            {
                Log.LogProblems([problem!]);
                return;
            }

            var log = new TransferLog(Log);
            var report = await VerifyRun.RunAsync(receipt, opened.Destination, log.Options(limits), cancellation).ConfigureAwait(false);
            Log.LogProblems(report.Problems);
            log.Show(VerifySummary.Lines(report), VerifySummary.Total(ProjectName ?? "Verify", report));
        }
    }

    /// <summary>What speaks to the engine is not loaded into a build. The program also says whether the receipt is of it.</summary>
    private async System.Threading.Tasks.Task VerifyByProgramAsync(
        ChosenPlace.Bucket bucket, PushLimits limits, CancellationToken cancellation)
    {
        var log = new TransferLog(Log);
        var order = new AttendedOrder.Verify(
            Absolute(ReceiptFile), bucket.Address, ProjectName ?? "Verify", limits.MaxParallelUploads, limits.RetryCount);
        var (isVerified, isRefused) = (false, false);
        try
        {
            await new AttendedProgram(Program, EnvironmentVariable)
                .RunAsync(order, log, Complain, word => isVerified |= word is AttendedWord.Verified, cancellation).ConfigureAwait(false);
            if (!isVerified && !isRefused)
            {
                throw ProgramFailure.Ended(cancellation);
            }
        }
        catch (ProgramFailure failure)
        {
            Log.LogProblems(failure.Problems);
        }

        void Complain(Problem problem)
        {
            isRefused |= problem.Severity == Severity.Error;
            Log.LogProblems([problem]);
        }
    }
}
