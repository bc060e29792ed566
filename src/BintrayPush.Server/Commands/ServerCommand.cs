using System.CommandLine;
using BintrayPush.Server.Hosting;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Store;

namespace BintrayPush.Server.Commands;

/// <summary>The command line of <c>bintray-server</c>.</summary>
internal static partial class ServerCommand
{
    /// <summary>The variable that says where the key of the installation is, to all commands.</summary>
    public const string InstallationKeyVariable = "BINTRAY_INSTALLATION_KEY";

    /// <summary>What that variable says; <see langword="null"/> if it is not set.</summary>
    public static string? InstallationKeyOfEnvironment =>
        Environment.GetEnvironmentVariable(InstallationKeyVariable) is { Length: > 0 } file ? file : null;

    /// <summary>Where the data are, which may be said elsewhere, too.</summary>
    public static Option<string> DataOption() => new("--data")
    {
        Description = "The data folder, made if it is not there; or a bucket, s3://bucket/prefix?endpoint=https://host, "
            + "or az://container/prefix.",
    };

    /// <summary>The option that says where the key of the installation is.</summary>
    public static Option<string> InstallationKeyOption() => new("--installation-key")
    {
        Description = "The file with the key under which signing keys without a passphrase are kept; outside the data folder. It is made "
            + $"when it is first needed. The variable {InstallationKeyVariable} says it, too.",
        DefaultValueFactory = _ => InstallationKeyOfEnvironment ?? new ServerSettings { Data = "" }.InstallationKey,
    };

    public static RootCommand Create()
    {
        var options = new ServerOptions();
        var command = new RootCommand("Serves a folder or a bucket as a Bintray-style repository: REST API v1 and downloads.");
        foreach (var option in options.All)
        {
            command.Options.Add(option);
        }

        command.Subcommands.Add(UserCommands.Create());
        command.Subcommands.Add(PolicyCommands.Create());
        command.Subcommands.Add(KeyCommands.Create());
        command.Subcommands.Add(FsckCommand.Create());
        command.Subcommands.Add(SweepCommand.Create());
        command.Subcommands.Add(RetentionCommand.Create());
        command.Subcommands.Add(BackupCommand.Create());
        command.Subcommands.Add(CopyCommand.Create());
        command.Subcommands.Add(ReindexCommand.Create());
        command.Subcommands.Add(FeedCommands.Create());
        command.Subcommands.Add(ConfigCommand.Create());
        command.SetAction(async (result, cancellation) =>
        {
            var error = result.InvocationConfiguration.Error;
            var configuration = ServerConfiguration.Read(options, result);
            return configuration.Settings is { } settings
                ? await ServeAsync(settings, error, cancellation) : await ConfigCommand.TellAsync(configuration, error);
        });
        return command;
    }

    private static async Task<int> ServeAsync(ServerSettings settings, TextWriter error, CancellationToken cancellation)
    {
        try
        {
            await using var app = await ServerHost.BuildAsync(settings, configureLog: null, cancellation);
            await app.StartAsync(cancellation);
            Serving(app.Logger, ServerStores.NameOf(settings.Data), string.Join(' ', app.Urls));

            await app.WaitForShutdownAsync(cancellation);
            return 0;
        }
        catch (Exception fault) when (
            fault is BintrayException or IOException or UnauthorizedAccessException or FormatException or InvalidOperationException)
        {
            await error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    [LoggerMessage(10, LogLevel.Information, "Serving {Data} on {Urls}")]
    private static partial void Serving(ILogger logger, string data, string urls);
}
