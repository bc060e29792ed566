using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BintrayPush.Server.Store;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Commands;

/// <summary>
/// <c>bintray-server sweep</c>: says what nothing refers to any longer in a data folder, or deletes it. A server may run on it meanwhile.
/// </summary>
internal static class SweepCommand
{
    private const int SchemaVersion = 1;

    public static Command Create()
    {
        var store = new StoreSettings();
        var delete = new Option<bool>("--delete") { Description = "Delete it; without this it is only said what would be deleted." };
        var exclusive = new Option<bool>("--exclusive")
        {
            Description = "Look once and do not wait; only where nothing else works on the folder.",
        };
        var grace = IntervalOption.Create(
            "--grace",
            "How long to wait between the two looks: longer than any upload or publish takes.",
            SweepOptions.DefaultGrace);
        var json = new Option<bool>("--json") { Description = "Print everything as JSON." };
        var command = new Command(
            "sweep",
            "Says what nothing refers to any longer in the data folder, or deletes it; ends with 1 if that cannot be done.")
        {
            delete, exclusive, grace, json,
        };
        store.AddTo(command);
        command.Validators.Add(given =>
        {
            if (given.GetValue(exclusive) && given.GetResult(grace) is { Implicit: false })
            {
                given.AddError("--exclusive does not wait, so there is no --grace with it");
            }
        });
        command.SetAction((result, cancellation) =>
        {
            var options = new SweepOptions
            {
                DryRun = !result.GetValue(delete),
                Grace = result.GetValue(exclusive) ? null : result.GetValue(grace),
                Pause = (time, end) => PauseAsync(result.InvocationConfiguration.Error, time, end),
            };
            return store.RunAsync(
                result, settings => RunAsync(result, settings.Data, options, result.GetValue(json), cancellation));
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult result, string data, SweepOptions options, bool json, CancellationToken cancellation)
    {
        var output = result.InvocationConfiguration.Output;
        try
        {
            var report = await ServerStores.MaintenanceOf(data).SweepAsync(options, cancellation);
            foreach (var line in json ? [JsonOf(report)] : SweepText.Lines(report))
            {
                await output.WriteLineAsync(json ? line : LogText.Clean(line));
            }

            return 0;
        }
        catch (Exception fault) when (fault is BintrayException or IOException or UnauthorizedAccessException)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync(LogText.Clean(fault.Message));
            return 1;
        }
    }

    private static async Task PauseAsync(TextWriter error, TimeSpan time, CancellationToken cancellation)
    {
        var until = (DateTimeOffset.UtcNow + time).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await error.WriteLineAsync($"Waits until {until} for uploads that are under way, then looks again");
        await Task.Delay(time, cancellation);
    }

    private static string JsonOf(SweepReport report)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", SchemaVersion);
            SweepText.Write(writer, report);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
