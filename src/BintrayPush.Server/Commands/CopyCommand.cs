using System.CommandLine;
using BintrayPush.Server.Store;
using BintrayPush.Storage;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Commands;

/// <summary><c>bintray-server copy</c>: a folder or a bucket copied to another one while both are in use.</summary>
internal static class CopyCommand
{
    public static Command Create()
    {
        var store = new StoreSettings();
        var from = new Option<string?>("--from")
        {
            Description = "The data folder or the bucket that is copied; without it, what --data or the settings say.",
        };
        var to = new Option<string>("--to") { Description = "The data folder or the bucket that it is copied to.", Required = true };
        var only = new Option<string[]>("--only")
        {
            Description = "Copy this repository, subject/repository, and nothing that is of no repository; may be given several times.",
            HelpName = "subject/repository",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be copied; nothing is written." };
        var verify = new Option<bool>("--verify") { Description = "Read the target back afterwards." };
        var command = new Command(
            "copy",
            "Copies a data folder or a bucket to another one, also while servers work on them; goes on where it was cut off, and "
                + "ends with 1 if something was left out.")
        {
            from, to, only, dryRun, verify,
        };
        store.AddTo(command);
        command.SetAction((result, cancellation) => result.GetValue(from) is { } given
            ? CopyAsync(result, given, cancellation)
            : store.RunAsync(result, settings => CopyAsync(result, settings.Data, cancellation)));
        return command;

        Task<int> CopyAsync(ParseResult result, string source, CancellationToken cancellation) => RunAsync(
            result,
            (source, result.GetRequiredValue(to), result.GetValue(only)),
            result.GetValue(dryRun),
            result.GetValue(verify),
            cancellation);
    }

    private static async Task<int> RunAsync(
        ParseResult result, (string From, string To, string[]? Only) places, bool isDryRun, bool verify, CancellationToken cancellation)
    {
        var output = result.InvocationConfiguration.Output;
        try
        {
            var from = ServerStores.CopyFrom(places.From);
            from = places.Only is { Length: > 0 } only ? from.LimitedTo([.. only.Select(RepositoryIn)]) : from;
            var to = await ServerStores.CopyToAsync(places.To, isDryRun, cancellation);
            var copied = await StoreCopy.RunAsync(
                from, to, isDryRun, Tell, repository => output.WriteLine(LogText.Clean($"copying {repository}")), cancellation);
            await output.WriteLineAsync(
                $"{(isDryRun ? "would copy" : "copied")} {copied.Contents} contents ({copied.Bytes} bytes) and {copied.Records} records: "
                    + $"{copied.Findings} left out");
            if (copied.IsBehind)
            {
                await output.WriteLineAsync("the source has changed meanwhile; run this again for what is new since");
            }

            if (!verify || isDryRun)
            {
                return copied.IsWhole ? 0 : 1;
            }

            var read = await StoreCopy.VerifyAsync(to, Tell, cancellation);
            await output.WriteLineAsync($"{read.Contents} contents and {read.Files} files were read: {read.Damage} damaged");
            return copied.IsWhole && read.Damage == 0 ? 0 : 1;
        }
        catch (Exception fault) when (fault is BintrayException or IOException or UnauthorizedAccessException or FormatException)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync(LogText.Clean(fault.Message));
            return 1;
        }

        void Tell(StoreFinding finding) => output.WriteLine(LogText.Clean(FindingOutput.Words(finding)));
    }

    private static RepositoryAddress RepositoryIn(string text) => RepositoryAddress.TryParse(text, out var repository, out var fault)
        ? repository
        : throw new FormatException($"BTP4120: --only: {fault}");
}
