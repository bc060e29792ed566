using System.CommandLine;
using BintrayPush.Formats.Debian;
using BintrayPush.Server.Store;
using BintrayPush.Signing.Keys;
using BintrayPush.Storage;

namespace BintrayPush.Server.Commands;

/// <summary>
/// <c>bintray-server reindex</c>: makes the index of a Debian repository anew from what is published. A server may run on the folder
/// meanwhile.
/// </summary>
internal static class ReindexCommand
{
    public static Command Create()
    {
        var repository = new Argument<string>("repository") { Description = "<subject>/<repository>." };
        var store = new StoreSettings();
        var command = new Command(
            "reindex",
            "Makes the index of a Debian repository anew from what is published; the passphrase of its key is in "
                + $"{KeyAdministration.PassphraseVariable}.")
        {
            repository,
        };
        store.AddTo(command, options => options.InstallationKey);
        command.SetAction(async (result, cancellation) =>
        {
            try
            {
                if (!RepositoryAddress.TryParse(result.GetRequiredValue(repository), out var address, out var reason))
                {
                    throw new FormatException(reason);
                }

                var settings = store.Read(result);
                var warning = await RunAsync(address, settings.Data, settings.InstallationKey, cancellation);
                await result.InvocationConfiguration.Output.WriteLineAsync($"The index of '{address}' says what is published.");
                if (warning is not null)
                {
                    await result.InvocationConfiguration.Error.WriteLineAsync(LogText.Clean(warning));
                }

                return 0;
            }
            catch (Exception fault) when (fault is BintrayException or IOException or UnauthorizedAccessException or FormatException)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(fault.Message);
                return 1;
            }
        });
        return command;
    }

    private static async Task<string?> RunAsync(
        RepositoryAddress repository, string data, string installation, CancellationToken cancellation)
    {
        if (!ServerStores.IsThere(data))
        {
            throw new BintrayException(BintrayException.Unavailable, $"the data folder '{data}' is not there");
        }

        var options = new RepositoryOptions
        {
            DebReader = new DebReader(),
            Keys = ServerStores.KeysOf(data, new InstallationKey(installation), TimeProvider.System),
        };
        var store = await ServerStores.OpenAsync(data, readOnly: false, options, cancellation);
        var passphrase = KeyAdministration.PassphraseOf(Environment.GetEnvironmentVariable);
        return (await store.Service.CalculateMetadataAsync(repository, passphrase, cancellation)).Warning;
    }
}
