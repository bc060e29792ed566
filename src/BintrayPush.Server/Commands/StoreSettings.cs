using System.CommandLine;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Commands;

/// <summary>
/// Where the data are, for the commands beside the server: they are said in the same places as to the server, so that an operator writes
/// them once. Options go before variables, and these before the file.
/// </summary>
internal sealed class StoreSettings
{
    private readonly ServerOptions _options = new();

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="others">Further ones that it needs.</param>
    public void AddTo(Command command, params Func<ServerOptions, Option>[] others)
    {
        command.Add(_options.Data);
        foreach (var other in others)
        {
            command.Add(other(_options));
        }

        command.Add(_options.File);
    }

    /// <summary>Runs a command with what counts, or says what is wrong.</summary>
    /// <returns>What the command ends with.</returns>
    public Task<int> RunAsync(ParseResult result, Func<ServerSettings, Task<int>> run)
    {
        var configuration = ServerConfiguration.ReadStore(_options, result);
        return configuration.Settings is { } settings
            ? run(settings)
            : ConfigCommand.TellAsync(configuration, result.InvocationConfiguration.Error);
    }

    /// <summary>What counts.</summary>
    /// <exception cref="FormatException">Something is wrong; the message says all of it, each with its place.</exception>
    public ServerSettings Read(ParseResult result)
    {
        var configuration = ServerConfiguration.ReadStore(_options, result);
        return configuration.Settings ?? throw new FormatException(string.Join(Environment.NewLine, configuration.Faults));
    }

    /// <summary>Where the data are.</summary>
    /// <exception cref="FormatException">Something is wrong with the settings.</exception>
    public string DataOf(ParseResult result) => Read(result).Data;
}
