using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Places;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray logout</c>: forgets a key.</summary>
internal static class LogoutCommand
{
    public static Command Create(CliEnvironment environment)
    {
        var connecting = new ConnectionOptions();
        var command = new Command("logout", "Forgets the key that is kept for a service.");
        return command.Out(connecting.All, (result, printer, _) =>
        {
            var host = connecting.ReadService(result, environment).Service.Host;
            var kept = StoredCredentials.In(ConnectionOptions.Home(environment));
            var removed = kept.Remove(host);
            printer.Show([removed ? $"The key for {host} is forgotten" : $"No key is kept for {host}"], json =>
            {
                json.WriteString("host", host);
                json.WriteBoolean("removed", removed);
            });
            return Task.FromResult(ExitCode.Success);
        });
    }
}
