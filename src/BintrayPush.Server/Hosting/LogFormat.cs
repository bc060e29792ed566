using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// How the log is written: one line per entry, whatever is in it. Anybody can put line breaks and escape sequences into a path or a
/// message; nothing of that reaches the terminal or the build server that shows the log.
/// </summary>
internal sealed class LogFormat(string name)
{
    /// <summary>Lines for people.</summary>
    public const string Plain = "bintray-plain";

    /// <summary>Lines for programs: an object each, with the names that .NET's own JSON console gives its values.</summary>
    public const string Json = "bintray-json";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The line of an entry, without an end of line.</summary>
    public string LineOf<TState>(in LogEntry<TState> entry)
    {
        var message = entry.Formatter(entry.State, entry.Exception);
        return LogText.Clean(name == Json
            ? JsonOf(
                entry.LogLevel,
                entry.EventId.Id,
                entry.Category,
                message,
                entry.Exception,
                entry.State as IEnumerable<KeyValuePair<string, object?>>)
            : PlainOf(entry.LogLevel, entry.EventId.Id, entry.Category, message, entry.Exception));
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
