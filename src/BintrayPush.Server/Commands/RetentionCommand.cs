using System.CommandLine;
using BintrayPush.Formats.Debian;
using BintrayPush.Server.Retention;
using BintrayPush.Server.Store;
using BintrayPush.Signing.Keys;
using BintrayPush.Storage;

namespace BintrayPush.Server.Commands;

/// <summary>
/// <c>bintray-server retention</c>: says which versions of a repository go by some rules, or deletes them. A server may run on the store
/// meanwhile.
/// </summary>
internal static class RetentionCommand
{
    /// <summary>Ten years.</summary>
    private const int MaxDays = 3660;

    public static Command Create()
    {
        var repository = new Argument<string>("repository") { Description = "<subject>/<repository>." };
        var data = new Option<string>("--data") { Description = "The data folder, or a bucket.", Required = true };
        var keepLast = new Option<int?>("--keep-last") { Description = "How many of the newest versions of each package stay." };
        var olderThan = IntervalOption.Create(
            "--older-than", "Versions go only if nothing has arrived in them for so long, for example 90d.", MaxDays);
        var prereleaseOnly = new Option<bool>("--prerelease-only") { Description = "Only pre-releases go, and only they are counted." };
        var apply = new Option<bool>("--apply") { Description = "Delete them; without this it is only said what would be deleted." };
        var json = new Option<bool>("--json") { Description = "Print everything as JSON." };
        var installation = ServerCommand.InstallationKeyOption();
        var command = new Command(
            "retention",
            "Says which published versions of a repository go by all the rules that are given, or deletes them; never the newest stable "
                + $"one. The passphrase of the key of a Debian repository is in {KeyAdministration.PassphraseVariable}.")
        {
            repository, data, keepLast, olderThan, prereleaseOnly, apply, json, installation,
        };
        command.Validators.Add(given =>
        {
            // What is no number at all is told by the option itself.
            if (given.GetResult(keepLast) is { Tokens: [{ Value: ['-', ..] }] })
            {
                given.AddError("--keep-last is a number of versions: 0 or more");
            }

            if (given.GetResult(keepLast) is null && given.GetResult(olderThan) is null)
            {
                given.AddError("Give a rule, --keep-last or --older-than: without one, every version would go");
            }
        });
        command.SetAction((result, cancellation) =>
        {
            var rules = new RetentionRules(result.GetValue(keepLast), result.GetValue(olderThan), result.GetValue(prereleaseOnly));
            var place = (result.GetRequiredValue(data), result.GetRequiredValue(installation));
            return RunAsync(
                result, result.GetRequiredValue(repository), place, rules,
                (Apply: result.GetValue(apply), Json: result.GetValue(json)), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult result,
        string repository,
        (string Data, string Installation) place,
        RetentionRules rules,
        (bool Apply, bool Json) how,
        CancellationToken cancellation)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        try
        {
            var address = RepositoryAddress.TryParse(repository, out var parsed, out var reason)
                ? parsed : throw new FormatException(reason);
            var options = new RepositoryOptions
            {
                DebReader = new DebReader(),
                Keys = ServerStores.KeysOf(place.Data, new InstallationKey(place.Installation), TimeProvider.System),
            };
            var store = ServerStores.IsThere(place.Data)
                ? await ServerStores.OpenAsync(place.Data, readOnly: !how.Apply, options, cancellation)
                : throw new BintrayException(BintrayException.Unavailable, $"the data folder '{place.Data}' is not there");
            using var closed = store as IDisposable;
            var run = new RetentionRun(store, rules, TimeProvider.System);
            var (going, staying) = await run.LookAsync(address, cancellation);
            var report = new RetentionReport(address, going, staying, IsDryRun: true);
            var isWhole = true;
            if (how.Apply)
            {
                report = report with { Versions = await DeleteAsync(run, going, TellAsync, cancellation), IsDryRun = false };
                isWhole = report.Versions.Count == going.Count;
            }

            foreach (var line in how.Json ? [report.ToJson()] : report.Lines())
            {
                await output.WriteLineAsync(how.Json ? line : LogText.Clean(line));
            }

            return isWhole ? 0 : 1;
        }
        catch (Exception fault) when (fault is BintrayException or IOException or UnauthorizedAccessException or FormatException)
        {
            await TellAsync(fault.Message);
            return 1;
        }

        Task TellAsync(string fault) => error.WriteLineAsync(LogText.Clean(fault));
    }

    /// <summary>One after the other: who ends this has deleted those that were said, and no half of one.</summary>
    /// <returns>What is deleted.</returns>
    private static async Task<IReadOnlyList<GoingVersion>> DeleteAsync(
        RetentionRun run, IReadOnlyList<GoingVersion> going, Func<string, Task> tellAsync, CancellationToken cancellation)
    {
        var passphrase = Environment.GetEnvironmentVariable(KeyAdministration.PassphraseVariable) is { Length: > 0 } text
            ? new Secret(text) : null;
        var deleted = new List<GoingVersion>();
        foreach (var version in going)
        {
            try
            {
                if (await run.DeleteAsync(version, passphrase, cancellation))
                {
                    deleted.Add(version);
                }
                else
                {
                    await tellAsync($"{version.Address} stays: somebody has changed it since it was looked at. Run this again");
                }
            }
            catch (BintrayException refusal)
            {
                await tellAsync($"{version.Address} was not deleted: {refusal.Message}");
            }
        }

        return deleted;
    }
}
