using BintrayPush.Cli.Messages;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray discard</c>: drops what waits.</summary>
internal static class DiscardCommand
{
    public static Command Create(CliEnvironment environment) => VersionCall.Create(
        new Command("discard", "Drops the files of a version that are not public yet."),
        environment,
        (service, version, cancellation) => service.DiscardAsync(version, cancellation),
        "discarded from");
}
