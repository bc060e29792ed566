using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Hosting;

/// <summary>Where the log goes and what is in it.</summary>
internal static partial class ServerLog
{
    public static void Configure(ILoggingBuilder logging, ServerSettings settings, Action<ILoggingBuilder>? configure)
    {
        logging.ClearProviders();
        // The framework logs queries of its own, and a query can hold a passphrase.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // As long as this one might log something, each request gets an activity that nobody looks at. Failures are logged by the
        // dispatcher.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        if (configure is not null)
        {
            configure(logging);
            return;
        }

        var format = new LogFormat(settings.JsonLog ? LogFormat.Json : LogFormat.Plain);
        // Made by the container, which disposes of what it made: what waits at the end is written then.
        logging.Services.AddSingleton<ILoggerProvider>(_ => new LogOutput(format));
    }

    [LoggerMessage(30, LogLevel.Warning, "{Warning}")]
    public static partial void FeedWarning(ILogger logger, string warning);
}
