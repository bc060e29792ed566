namespace BintrayPush.Cli.Messages;

/// <summary>A command ends here.</summary>
/// <param name="exitCode">With this.</param>
/// <param name="problems">Because of these.</param>
internal sealed class CommandFailure(int exitCode, IReadOnlyList<Problem> problems) : Exception
{
    public int ExitCode => exitCode;

    public IReadOnlyList<Problem> Problems => problems;

    public static CommandFailure Usage(params Problem[] problems) => new(BintrayPush.Cli.Messages.ExitCode.WrongUsage, problems);

    public static CommandFailure Failed(params Problem[] problems) => new(BintrayPush.Cli.Messages.ExitCode.Failure, problems);
}
