using System.CommandLine;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Commands;

/// <summary>Findings as lines, and what they came to as the last one.</summary>
internal static class FindingOutput
{
    public static async Task<int> RunAsync(ParseResult result, Func<Action<StoreFinding>, Task<StoreCheckResult>> check)
    {
        var output = result.InvocationConfiguration.Output;
        try
        {
            var came = await check(finding => output.WriteLine(LogText.Clean(Words(finding))));
            var mended = came.Mended > 0 ? $", {came.Mended} mended" : "";
            await output.WriteLineAsync($"{came.Contents} contents and {came.Files} files were read: {came.Damage} damaged{mended}");
            return came.Damage > 0 ? 1 : 0;
        }
        catch (Exception fault) when (fault is BintrayException or IOException or UnauthorizedAccessException)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync(LogText.Clean(fault.Message));
            return 1;
        }
    }

    /// <summary>A finding as a line.</summary>
    public static string Words(StoreFinding finding)
    {
        var kind = !finding.IsDamage ? "note" : finding.Mended ? "mended" : "damaged";
        return $"{kind}: {finding.Where}: {finding.What}{(finding.Cure is { } cure ? $" - {cure}" : "")}";
    }
}
