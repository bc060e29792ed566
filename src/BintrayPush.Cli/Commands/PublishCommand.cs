using BintrayPush.Cli.Messages;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray publish</c>: makes public what waits.</summary>
internal static class PublishCommand
{
    public static Command Create(CliEnvironment environment) => VersionCall.Create(
        new Command("publish", "Makes the files of a version public that wait for it."),
        environment,
        (service, version, cancellation) => service.PublishAsync(
            version, new PublishRequest { Passphrase = environment.Passphrase }, cancellation),
        "published in");
}
