using BintrayPush.Api.Service;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Cli.Places;

namespace BintrayPush.Cli.Commands;

/// <summary>A command about one version that is one call.</summary>
internal static class VersionCall
{
    /// <summary>Makes it.</summary>
    /// <param name="command">The command, without options.</param>
    /// <param name="environment">Where it is run.</param>
    /// <param name="call">The call.</param>
    /// <param name="done">What it did, as a sentence with the number of files before and the version behind it.</param>
    public static Command Create(
        Command command,
        CliEnvironment environment,
        Func<IBintray,
        VersionAddress,
        CancellationToken,
        Task<PublishAnswer>> call,
        string done)
    {
        var connecting = new ConnectionOptions();
        var version = CommonOptions.Subject<string>("version", "The version.", Addresses.OfVersion);
        command.Arguments.Add(version);
        return command.Out(connecting.All, async (result, printer, cancellation) =>
        {
            var address = Addresses.Version(result.GetRequiredValue(version));
            var connection = connecting.Read(result, environment, address.Repository.ToString());
            using var opened = await connection.OpenAsync(cancellation).ConfigureAwait(false);
            var service = opened.Destination.Service;
            if (await service.GetVersionAsync(address, cancellation).ConfigureAwait(false) is null)
            {
                throw CommandFailure.Failed(
                    Complaints.NotThere($"version {address}", connection.Place.Name, "Look at its name with 'bintray show'."));
            }

            var answer = await call(service, address, cancellation).ConfigureAwait(false);
            string[] warning = answer.Warning is { } words ? [$"  the service says: {words}"] : [];
            printer.Show([
                .. warning,
                $"{answer.Files} {(answer.Files == 1 ? "file" : "files")} {(answer.IsDone ? done : "accepted, and on their way into")} "
                    + $"{address}"
            ], json =>
            {
                json.WriteString("version", address.ToString());
                json.WriteNumber("files", answer.Files);
                json.WriteBoolean("done", answer.IsDone);
                json.WriteText("warning", answer.Warning);
            });
            return ExitCode.Success;
        });
    }
}
