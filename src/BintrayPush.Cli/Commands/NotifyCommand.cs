using System.Text.Json;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Notifications;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray notify</c>: tells people or a webhook of a push, by its receipt. Builds send their notifications by it.</summary>
internal sealed class NotifyCommand
{
    public const string Name = "notify";

    private readonly Argument<string> _receipt = CommonOptions.Subject<string>("receipt", "The receipt of the push.", "file");
    private readonly NotificationOptions _notification = new();
    private readonly Option<bool> _allowInsecure = CommonOptions.Flag(
        Setting.AllowInsecureConnections, "Speak plain http to another machine.");
    private readonly CliEnvironment _surroundings;

    private NotifyCommand(CliEnvironment environment) => _surroundings = environment;

    public static Command Create(CliEnvironment environment)
    {
        var notify = new NotifyCommand(environment);
        var command = new Command(Name, "Tells people by mail, or a webhook, how a push has ended.") { notify._receipt };
        return command.Out([.. notify._notification.All, notify._allowInsecure], notify.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, Printer printer, CancellationToken cancellation)
    {
        var order = _notification.Read(result, _surroundings, result.GetValue(_allowInsecure))
            ?? throw CommandFailure.Usage(NotificationComplaints.NobodyToTell());
        var push = Read(_surroundings.Absolute(result.GetRequiredValue(_receipt)));
        var problems = await new Notifier(ConnectionOptions.Home(_surroundings), _surroundings.Variable)
            .TellAsync(order, push, cancellation).ConfigureAwait(false);
        printer.Fail([.. problems.Select(problem => problem.OnCommandLine())]);
        return problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static EndedPush Read(string file)
    {
        try
        {
            return EndedPush.Read(file);
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw CommandFailure.Failed(NotificationComplaints.NoReceipt(file, fault.Message));
        }
    }
}
