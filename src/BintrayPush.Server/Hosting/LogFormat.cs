using System.Globalization;
using System.Text;
using System.Text.Json;
using BintrayPush.Api.Content;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// How the log is written: one line per entry, whatever is in it. Anybody can put line breaks and escape sequences into a path or a
/// message; nothing of that reaches the terminal or the build server that shows the log.
/// </summary>
internal sealed class LogFormat(string name) : ConsoleFormatter(name)
{
    /// <summary>Lines for people.</summary>
    public const string Plain = "bintray-plain";

    /// <summary>Lines for programs: an object each, with the names that .NET's own JSON console gives its values.</summary>
    public const string Json = "bintray-json";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var text = Name == Json
            ? JsonOf(
                logEntry.LogLevel,
                logEntry.EventId.Id,
                logEntry.Category,
                message,
                logEntry.Exception,
                logEntry.State as IEnumerable<KeyValuePair<string,
                object?>>)
            : PlainOf(logEntry.LogLevel, logEntry.EventId.Id, logEntry.Category, message, logEntry.Exception);
        textWriter.WriteLine(LogText.Clean(text));
    }

    private static string PlainOf(LogLevel level, int id, string category, string message, Exception? exception) =>
        $"{Now()} {Short(level)}: {category}[{id.ToString(CultureInfo.InvariantCulture)}] {message}"
        + (exception is null ? "" : " " + exception.ToString().ReplaceLineEndings(" "));

    private static string JsonOf(
        LogLevel level, int id, string category, string message, Exception? exception, IEnumerable<KeyValuePair<string, object?>>? values)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("Timestamp", Now());
            json.WriteNumber("EventId", id);
            json.WriteString("LogLevel", level.ToString());
            json.WriteString("Category", category);
            json.WriteString("Message", message);
            if (exception is not null)
            {
                json.WriteString("Exception", exception.ToString().ReplaceLineEndings(" "));
            }

            json.WriteStartObject("State");
            foreach (var (key, value) in values ?? [])
            {
                WriteValue(json, key, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void WriteValue(Utf8JsonWriter json, string key, object? value)
    {
        switch (value)
        {
            case int number:
                json.WriteNumber(key, number);
                break;
            case long number:
                json.WriteNumber(key, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(key, number);
                break;
            default:
                json.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Now() => DateTimeOffset.UtcNow.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
