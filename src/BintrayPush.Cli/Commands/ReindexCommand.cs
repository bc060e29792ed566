using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Cli.Places;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray reindex</c>: makes the index of a repository anew from what is published.</summary>
internal static class ReindexCommand
{
    public static Command Create(CliEnvironment environment)
    {
        var connecting = new ConnectionOptions();
        var repository = CommonOptions.Subject<string>("repository", "The repository.", Addresses.OfRepository);
        var command = new Command("reindex", "Makes the index of a Debian repository anew from what is published.") { repository };
        return command.Out(connecting.All, async (result, printer, cancellation) =>
        {
            var address = Addresses.Repository(result.GetRequiredValue(repository));
            var connection = connecting.Read(result, environment, address.ToString());
            using var opened = await connection.OpenAsync(cancellation).ConfigureAwait(false);
            try
            {
                var answer = await opened.Destination.Service.CalculateMetadataAsync(address, environment.Passphrase, cancellation)
                    .ConfigureAwait(false);
                string[] warning = answer.Warning is { } words ? [$"  the service says: {words}"] : [];
                printer.Show([.. warning, $"The index of {address} was made anew"], json =>
                {
                    json.WriteString("repository", address.ToString());
                    json.WriteText("warning", answer.Warning);
                });
                return ExitCode.Success;
            }
            catch (BintrayException refusal)
            {
                throw CommandFailure.Failed(Complaints.NotReindexed(address.ToString(), connection.Place.Name, refusal.Message));
            }
        });
    }
}
