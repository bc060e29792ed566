using BintrayPush.Report;

namespace BintrayPush.Cli.Output;

/// <summary>How a command is run, with who reads what it prints.</summary>
internal sealed class PrintedInvocation : InvocationConfiguration
{
    /// <summary>The build server that takes commands from it, if there is one.</summary>
    public BuildServerLog? Server { get; init; }
}
