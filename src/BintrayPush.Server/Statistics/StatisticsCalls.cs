using System.Text.Json;
using BintrayPush.Server.Catalog;
using BintrayPush.Server.Http;
using BintrayPush.Storage;
using BintrayPush.Storage.Records;

namespace BintrayPush.Server.Statistics;

/// <summary>
/// Statistics of downloads (protocol reference, section 15), for those who may publish. Bintray asked for a plan; there is none here. Its
/// documents say POST and its own examples GET, so both are answered. <c>file_downloads</c> is this server's own.
/// </summary>
internal sealed class StatisticsCalls(IServerStore store, TimeProvider time)
{
    private const string OfPackage = "packages/{subject}/{repo}/{package}/stats/";
    private const string OfVersion = "packages/{subject}/{repo}/{package}/versions/{version}/stats/";

    public IEnumerable<CallRoute> Routes =>
    [
        .. RoutesOf("time_range_downloads", WriteDays),
        .. RoutesOf("total_downloads", WriteTotals),
        .. RoutesOf("file_downloads", WriteFiles),
    ];

    private IEnumerable<CallRoute> RoutesOf(string kind, Action<Utf8JsonWriter, Asked> write) =>
    [
        new("GET", OfPackage + kind, Needs.Publish, call => AnswerAsync(call, version: null, write)),
        new("POST", OfPackage + kind, Needs.Publish, call => AnswerAsync(call, version: null, write)),
        new("GET", OfVersion + kind, Needs.Publish, call => OfVersionAsync(call, write)),
        new("POST", OfVersion + kind, Needs.Publish, call => OfVersionAsync(call, write)),
    ];

    private async Task OfVersionAsync(Call call, Action<Utf8JsonWriter, Asked> write)
    {
        var version = await VersionCalls.ResolveAsync(store.Service, call);
        await AnswerAsync(call, version, write);
    }

    private async Task AnswerAsync(Call call, VersionAddress? version, Action<Utf8JsonWriter, Asked> write)
    {
        var downloads = await store.DownloadCounts.ReadAsync(call.Package, call.Cancellation);
        if (version is not null && await store.Service.GetVersionAsync(version, call.Cancellation) is null)
        {
            throw Refusal.NoVersion(version.Name);
        }

        var range = await DownloadRange.ReadAsync(call, downloads.Since, time.GetUtcNow());
        var asked = new Asked(
            [.. downloads.Versions.Where(one => version is null || one.Key == version.Name)
                .OrderBy(one => one.Key, StringComparer.Ordinal)],
            range);
        await Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteDate("from", range.From);
            json.WriteDate("to", range.End);
            json.WriteStartArray("records");
            write(json, asked);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>A record for each day with downloads: those of each version.</summary>
    private static void WriteDays(Utf8JsonWriter json, Asked asked)
    {
        var days = asked.Versions
            .SelectMany(version => version.Value.All.Days.Select(day => (Day: day.Key, Version: version.Key, Count: day.Value)))
            .Where(one => asked.Range.Has(one.Day))
            .GroupBy(one => one.Day)
            .OrderBy(day => day.Key, StringComparer.Ordinal);
        foreach (var day in days)
        {
            json.WriteStartObject();
            json.WriteString("date", day.Key);
            json.WriteStartArray("downloads");
            foreach (var (_, version, count) in day)
            {
                WriteCount(json, version, path: null, count);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static void WriteTotals(Utf8JsonWriter json, Asked asked)
    {
        foreach (var (version, downloads) in asked.Versions)
        {
            if (asked.Of(downloads.All) is > 0 and var count)
            {
                WriteCount(json, version, path: null, count);
            }
        }
    }

    private static void WriteFiles(Utf8JsonWriter json, Asked asked)
    {
        foreach (var (version, downloads) in asked.Versions)
        {
            foreach (var (path, file) in downloads.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                if (asked.Of(file) is > 0 and var count)
                {
                    WriteCount(json, version, path, count);
                }
            }
        }
    }

    private static void WriteCount(Utf8JsonWriter json, string version, string? path, long count)
    {
        json.WriteStartObject();
        json.WriteString("version", version);
        if (path is not null)
        {
            json.WriteString("path", path);
        }

        json.WriteNumber("count", count);
        json.WriteEndObject();
    }

    /// <summary>What a call is about.</summary>
    /// <param name="Versions">The versions, in the order of their names.</param>
    /// <param name="Range">The days.</param>
    private sealed record Asked(IReadOnlyList<KeyValuePair<string, VersionDownloads>> Versions, DownloadRange Range)
    {
        public long Of(CountedDays counted) =>
            Range.IsEverything ? counted.Total : counted.Days.Where(day => Range.Has(day.Key)).Sum(day => day.Value);
    }
}
