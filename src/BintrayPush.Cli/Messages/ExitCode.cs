namespace BintrayPush.Cli.Messages;

/// <summary>How a command ends.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>What was asked for could not be done, or would fail.</summary>
    public const int Failure = 1;

    /// <summary>The command line, or what it names, cannot be used; nothing was done.</summary>
    public const int WrongUsage = 2;
}
