using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using BintrayPush.Cli.Commands;
using BintrayPush.Cli.Jobs;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Places;
using BintrayPush.Report;

namespace BintrayPush.Cli;

/// <summary>The command line of <c>bintray</c>.</summary>
internal static partial class BintrayCommand
{
    public static RootCommand Create(CliEnvironment environment) =>
        new("Pushes files to a Bintray-style repository, and looks at what is there.")
    {
        PushCommand.Create(environment),
        PlanCommand.Create(environment),
        JobsCommand.Create(environment),
        VerifyCommand.Create(environment),
        NotifyCommand.Create(environment),
        PublishCommand.Create(environment),
        DiscardCommand.Create(environment),
        PushCommand.CreateStage(environment),
        SealCommand.CreatePromote(environment),
        ReleaseCommand.Create(environment),
        ShowCommand.Create(environment),
        SearchCommand.Create(environment),
        GetCommand.Create(environment),
        DeleteCommand.Create(environment),
        SweepCommand.Create(environment),
        ReindexCommand.Create(environment),
        FeedCommand.Create(environment),
        KeyCommand.Create(environment),
        LoginCommand.Create(environment),
        LogoutCommand.Create(environment),
        ExplainCommand.Create(),
        CompletionCommand.Create(),
    };

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, CliEnvironment environment, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var server = BuildServerLog.Of(environment.Variable);
        if (arguments.Any(argument => KeyInUrl().IsMatch(argument)))
        {
            new Printer(output, error, json: false, server).Show([PlaceProblems.CredentialsInUrl(new Setting("The command line"))]);
            return ExitCode.WrongUsage;
        }

        // A file may be called @name.
        var root = Create(environment);
        var result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            new Printer(output, error, arguments.Contains("--json"), server)
                .Fail([.. Faults(result, root).Select(Complaints.Misunderstood).Distinct()]);
            return ExitCode.WrongUsage;
        }

        var configuration = new PrintedInvocation
        {
            Output = output,
            Error = error,
            Server = server,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        var beside = new Printer(output, error, json: false, server);
        await FinishCrashedJobsAsync(result, environment, beside, cancellation).ConfigureAwait(false);
        return await result.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
    }

    /// <summary>A job that was killed cannot say so itself: the next command does.</summary>
    private static async Task FinishCrashedJobsAsync(
        ParseResult result, CliEnvironment environment, Printer printer, CancellationToken cancellation)
    {
        if (result.CommandResult.Command is { Action: not null, Hidden: false } command and not RootCommand
            && command.Name is not (CompletionCommand.Name or ExplainCommand.Name or NotifyCommand.Name or FeedCommand.Name)
            && ChosenPlace.Home(environment.Variable, new PlaceReader()) is { } home)
        {
            await new CrashedJobs(environment, home).FinishAsync(printer, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Where the command itself is not known, whatever else is missing or too much follows from that.</summary>
    private static IEnumerable<string> Faults(ParseResult result, RootCommand root) =>
        result.CommandResult.Command == root && result.UnmatchedTokens is [var word, ..] && !word.StartsWith('-')
            && !word.Contains(':', StringComparison.Ordinal)
            ? [$"there is no command '{word}'{Nearest.Question(word, root.Subcommands.Select(command => command.Name))}"]
            : result.Errors.Select(fault => OnReport(fault, result));

    /// <summary>Who writes a key where none belongs must not find it in a log as well.</summary>
    private static string OnReport(ParseError fault, ParseResult result) =>
        result.CommandResult.Command.Name == LoginCommand.Name
            ? "login has the options --url and --user. The key is asked for, or read from standard input; it is never an argument"
            : result.Tokens.Where(
                token => token.Value.Contains('@', StringComparison.Ordinal) && token.Value.Contains(':', StringComparison.Ordinal))
                .Aggregate(fault.Message, (text, token) => text.Replace(token.Value, "(hidden)", StringComparison.Ordinal));

    /// <summary>Looked for first, whatever the argument is for, so that no complaint about it repeats the key.</summary>
    [GeneratedRegex(@":/{1,2}[^/@\s]*:[^/@\s]*@")]
    private static partial Regex KeyInUrl();
}
