using BintrayPush.Build.Programs;
using BintrayPush.Build.Settings;
using BintrayPush.Build.Tasks;
using BintrayPush.Report;

namespace BintrayPush.Build;

/// <content>What is left of a push: its receipt or plan, and whom it is told.</content>
public sealed partial class PushToBintray
{
    /// <summary>Who has ended a build does not want to wait for a slow mail server.</summary>
    private static readonly TimeSpan WhoeverEndedItWaits = TimeSpan.FromSeconds(15);

    /// <summary>The plan stands beside the receipt, which stays what the last push left.</summary>
    private string? PlanPath =>
        string.IsNullOrWhiteSpace(ReceiptFile) ? null : Path.Combine(Path.GetDirectoryName(Absolute(ReceiptFile!))!, "plan.json");

    /// <summary>Checksums stand beside the receipt too; without one they are gone after the push.</summary>
    private string ChecksumsFolder => string.IsNullOrWhiteSpace(ReceiptFile)
        ? _temporary ??= Path.Combine(Path.GetTempPath(), $"bintray-{Guid.NewGuid():N}")
        : Path.Combine(Path.GetDirectoryName(Absolute(ReceiptFile!))!, "checksums");

    private RecordClaim? ClaimRecord(out bool mayPush)
    {
        mayPush = true;
        if ((_isDry ? PlanPath : ReceiptFile) is not { } file || string.IsNullOrWhiteSpace(file))
        {
            return null;
        }

        var (claim, owner) = RecordClaim.Take(Absolute(file), ProjectName ?? "", BuildEngine);
        if (claim is null)
        {
            Log.LogProblems([Texts.ReceiptShared(Absolute(file), owner!)]);
            _end = NothingDone(place: null, [Texts.ReceiptShared(Absolute(file), owner!)]) with { Project = ProjectName };
            mayPush = false;
        }

        return claim;
    }

    /// <summary>The record of an earlier run must not stand for one that was killed or could not begin.</summary>
    private void ForgetRecord()
    {
        try
        {
            if ((_isDry ? PlanPath : ReceiptFile) is { } file && !string.IsNullOrWhiteSpace(file))
            {
                File.Delete(Absolute(file));
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            // Writing the new one will say what is wrong with the place.
        }
    }

    private void WriteReceipt(Receipt receipt)
    {
        _end = receipt with { Project = ProjectName };
        if (!_isDry
            && Write(
                ReceiptFile, path => BintrayPush.Report.ReceiptFile.Write(receipt with { Project = ProjectName }, path)) is { } written)
        {
            Receipt = written;
        }
    }

    /// <summary>Tells by the receipt that was written, or by one for this alone.</summary>
    private async Task<IReadOnlyList<Problem>> TellAsync(Receipt receipt)
    {
        if (Receipt is { } written)
        {
            return await TellAsync(written).ConfigureAwait(false);
        }

        var file = Path.Combine(Path.GetTempPath(), $"bintray-{Guid.NewGuid():N}.json");
        try
        {
            BintrayPush.Report.ReceiptFile.Write(receipt, file);
            return await TellAsync(file).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return [Texts.NobodyTold(cause.Message)];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private Task<IReadOnlyList<Problem>> TellAsync(string receipt) => BintrayProgram.TellAsync(
        Program,
        EnvironmentVariable,
        _end!.Cancelled ? WhoeverEndedItWaits : BintrayProgram.Longest,
        [
            "notify", receipt, "--json",
            .. Given(Setting.Notify, Notify), .. Given(Setting.NotifyOn, NotifyOn), .. Given(Setting.NotifyUrl, NotifyUrl),
            .. "true".Equals(AllowInsecureConnections, StringComparison.OrdinalIgnoreCase)
                ? [Setting.AllowInsecureConnections.Option]
                : Array.Empty<string>(),
        ]);

    private static IEnumerable<string> Given(Setting setting, string? value) =>
        string.IsNullOrWhiteSpace(value) ? [] : [setting.Option, value!.Trim()];

    private string? WritePlan(DryRunReport preview) => Write(PlanPath, path => PlanFile.Write(preview, path));

    /// <returns>The absolute path, if it was written.</returns>
    private string? Write(string? file, Action<string> write)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            return null;
        }

        var path = Absolute(file!);
        try
        {
            write(path);
            return path;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            Log.LogProblems([Texts.ReceiptUnwritable(path, cause.Message)]);
            return null;
        }
    }
}
