using System.CommandLine;
using BintrayPush.Formats.Debian;
using BintrayPush.Server.Retention;
using BintrayPush.Server.Settings;
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
    private const string NoRule =
        "Give a rule, --keep-last or --older-than, or have some for this repository in the settings: without one, every version would go";

    public static Command Create()
    {
        var repository = new Argument<string?>("repository")
        {
            Description = "<subject>/<repository>; without it, all that have rules in the settings.",
            DefaultValueFactory = _ => null,
        };
        var store = new StoreSettings();
        var keepLast = new Option<int?>("--keep-last") { Description = "How many of the newest versions of each package stay." };
        var olderThan = IntervalOption.Create(
            "--older-than", "Versions go only if nothing has arrived in them for so long, for example 90d.", RetentionOption.MaxDays);
        var prereleaseOnly = new Option<bool>("--prerelease-only") { Description = "Only pre-releases go, and only they are counted." };
        var apply = new Option<bool>("--apply") { Description = "Delete them; without this it is only said what would be deleted." };
        var json = new Option<bool>("--json") { Description = "Print everything as JSON." };
        var command = new Command(
            "retention",
            "Says which published versions of a repository go by all the rules that are given, or by those of the settings, or deletes "
                + "them; never the newest stable one. The passphrase of the key of a Debian repository is in "
                + $"{KeyAdministration.PassphraseVariable}.")
        {
            repository, keepLast, olderThan, prereleaseOnly, apply, json,
        };
        store.AddTo(command, options => options.InstallationKey, options => options.Retention);
        command.Validators.Add(given =>
        {
            // What is no number at all is told by the option itself.
            if (given.GetResult(keepLast) is { Tokens: [{ Value: ['-', ..] }] })
            {
                given.AddError("--keep-last is a number of versions: 0 or more");
            }

            var isRuled = given.GetResult(keepLast) is not null || given.GetResult(olderThan) is not null;
            if (!isRuled && given.GetResult(prereleaseOnly) is { Implicit: false })
            {
                given.AddError(NoRule);
            }

            if (isRuled && given.GetResult(repository) is not { Tokens.Count: > 0 })
            {
                given.AddError("Give the repository that these rules are for");
            }
        });
        command.SetAction((result, cancellation) => store.RunAsync(result, settings =>
        {
            var rules = new RetentionRules(result.GetValue(keepLast), result.GetValue(olderThan), result.GetValue(prereleaseOnly));
            return RunAsync(
                result, settings, (result.GetValue(repository), rules), (result.GetValue(apply), result.GetValue(json)), cancellation);
        }));
        return command;
    }

    /// <summary>Those that are given, or else those of the settings.</summary>
    private static IReadOnlyList<RepositoryRetention> Find(ServerSettings settings, string? repository, RetentionRules given)
    {
        var named = repository is null ? null
            : RepositoryAddress.TryParse(repository, out var parsed, out var reason) ? parsed : throw new FormatException(reason);
        if (named is not null && given is not { KeepLast: null, OlderThan: null })
        {
            return [new(named, given)];
        }

        var found = settings.Retention.Where(other => named is null || other.Repository == named).ToList();
        return found.Count > 0 ? found : throw new FormatException(NoRule);
    }

    private static async Task<int> RunAsync(
        ParseResult result,
        ServerSettings settings,
        (string? Repository, RetentionRules Rules) what,
        (bool Apply, bool Json) how,
        CancellationToken cancellation)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        try
        {
            var all = Find(settings, what.Repository, what.Rules);
            var options = new RepositoryOptions
            {
                DebReader = new DebReader(),
                Keys = ServerStores.KeysOf(settings.Data, new InstallationKey(settings.InstallationKey), TimeProvider.System),
            };
            var store = ServerStores.IsThere(settings.Data)
                ? await ServerStores.OpenAsync(settings.Data, readOnly: !how.Apply, options, cancellation)
                : throw new BintrayException(BintrayException.Unavailable, $"the data folder '{settings.Data}' is not there");
            using var closed = store as IDisposable;
            var passphrase = KeyAdministration.PassphraseOf(Environment.GetEnvironmentVariable);
            var isWhole = true;
            var reports = new List<RetentionReport>();
            foreach (var (repository, rules) in all)
            {
                var run = new RetentionRun(store, rules, TimeProvider.System);
                var (going, staying) = await run.LookAsync(repository, cancellation);
                var gone = how.Apply ? await run.DeleteAsync(going, passphrase, _ => { }, TellAsync, cancellation) : going;
                isWhole &= gone.Count == going.Count;
                reports.Add(new RetentionReport(repository, gone, staying, IsDryRun: !how.Apply));
            }

            foreach (var text in how.Json ? [JsonOf(reports, what.Repository is null)] : LinesOf(reports))
            {
                await output.WriteLineAsync(text);
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

    private static IEnumerable<string> LinesOf(IEnumerable<RetentionReport> reports) =>
        reports.SelectMany(report => report.Lines()).Select(line => LogText.Clean(line));

    /// <summary>Who names a repository gets an object, and who does not a list.</summary>
    private static string JsonOf(IEnumerable<RetentionReport> reports, bool isList)
    {
        var text = string.Join($",{Environment.NewLine}", reports.Select(report => report.ToJson()));
        return isList ? $"[{text}]" : text;
    }
}
