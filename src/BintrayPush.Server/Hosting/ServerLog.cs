using BintrayPush.Server.Settings;
using Microsoft.Extensions.Logging.Console;

namespace BintrayPush.Server.Hosting;

/// <summary>Where the log goes and what is in it.</summary>
internal static class ServerLog
{
    public static void Configure(ILoggingBuilder logging, ServerSettings settings, Action<ILoggingBuilder>? configure)
    {
        logging.ClearProviders();
        // The framework logs queries of its own, and a query can hold a passphrase.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        if (configure is not null)
        {
            configure(logging);
            return;
        }

        logging.AddConsole(options =>
        {
            options.FormatterName = settings.JsonLog ? LogFormat.Json : LogFormat.Plain;
            // A thread of its own writes the lines. If the reader stalls, lines are dropped and counted: requests never wait for the log.
            options.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
        logging.Services.AddSingleton<ConsoleFormatter>(new LogFormat(LogFormat.Plain));
        logging.Services.AddSingleton<ConsoleFormatter>(new LogFormat(LogFormat.Json));
    }
}
