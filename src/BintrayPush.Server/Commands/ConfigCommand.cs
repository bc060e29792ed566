using System.CommandLine;

namespace BintrayPush.Server.Commands;

/// <summary><c>bintray-server config</c>: what the server would be started with.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var options = new ServerOptions();
        var check = new Command(
            "check",
            "Prints the settings that count and where each comes from, for the options, variables and file that the server would be "
                + "started with; ends with 1 and all that is wrong.");
        foreach (var option in options.All)
        {
            check.Options.Add(option);
        }

        check.SetAction((result, _) => CheckAsync(options, result));
        return new Command("config", "The settings of the server.") { check };
    }

    private static async Task<int> CheckAsync(ServerOptions options, ParseResult result)
    {
        var configuration = ServerConfiguration.Read(options, result);
        var shown = configuration.Counting().ToArray();
        var (names, texts) = (shown.Max(setting => setting.Name.Length), shown.Max(setting => setting.Text.Length));
        foreach (var setting in shown)
        {
            await result.InvocationConfiguration.Output.WriteLineAsync(
                $"{setting.Name.PadRight(names)}  {setting.Text.PadRight(texts)}  {LogText.Clean(setting.Place)}");
        }

        return await TellAsync(configuration, result.InvocationConfiguration.Error);
    }

    /// <summary>Says what is wrong.</summary>
    /// <returns>What the command ends with.</returns>
    public static async Task<int> TellAsync(ServerConfiguration configuration, TextWriter error)
    {
        foreach (var fault in configuration.Faults)
        {
            await error.WriteLineAsync(fault.ToString());
        }

        return configuration.Faults.Count == 0 ? 0 : 1;
    }
}
