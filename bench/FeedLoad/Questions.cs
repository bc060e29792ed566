using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace BintrayPush.FeedLoad;

/// <summary>Asks a feed what clients ask, some questions at a time, and notes how long each answer takes.</summary>
internal sealed class Questions(HttpClient http, int ids, int parallel)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <param name="feed">The address of the service index.</param>
    /// <param name="ids">How many ids there are.</param>
    /// <param name="count">How many questions of each kind.</param>
    /// <param name="parallel">How many at a time.</param>
    /// <param name="kinds">What is asked.</param>
    public static async Task RunAsync(Uri feed, int ids, int count, int parallel, IEnumerable<string> kinds)
    {
        // Clients of feeds ask for compressed answers.
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip };
        using var http = new HttpClient(handler) { Timeout = Limit };
        var resources = await ResourcesAsync(http, feed).ConfigureAwait(false);
        var questions = new Questions(http, ids, parallel);
        const string Newest = "prerelease=true&semVerLevel=2.0.0";
        foreach (var kind in kinds)
        {
            Func<int, string> address = kind switch
            {
                "search" => number => $"{resources["SearchQueryService"]}?q={Words(number)}&{Newest}",
                "search-all" => number => $"{resources["SearchQueryService"]}?q=&skip={number % 50 * 20}&{Newest}",
                "autocomplete" => number => $"{resources["SearchAutocompleteService"]}?q=bench.{Words(number)}&{Newest}",
                "registration" => number => $"{resources["RegistrationsBaseUrl"]}{Id(questions.Spread(number))}/index.json",
                "versions" => number => $"{resources["PackageBaseAddress"]}{Id(questions.Spread(number))}/index.json",
                "package" => number => resources["PackageBaseAddress"] + Package(questions.Spread(number)),
                _ => throw new ArgumentException($"there is no kind of question '{kind}'"),
            };
            // What is first asked for pays for what is loaded then.
            await questions.AskAsync(address, count / 10).ConfigureAwait(false);
            var (seconds, times) = await questions.AskAsync(address, count).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{kind}\t{Times.Of(times)}\t{count / seconds:f0}")).ConfigureAwait(false);
        }
    }

    private static string Id(int number) => MadePackage.IdOf(number).ToLowerInvariant();

    private static string Package(int number) => $"{Id(number)}/1.0.0/{Id(number)}.1.0.0.nupkg";

    private static string Words(int number) => MadePackage.Words[number * 7 % MadePackage.Words.Count].ToLowerInvariant();

    private int Spread(int number) => (int)(number * 7919L % ids);

    private static async Task<Dictionary<string, string>> ResourcesAsync(HttpClient http, Uri feed)
    {
        using var index = await http.GetFromJsonAsync<JsonDocument>(feed).ConfigureAwait(false);
        var found = new Dictionary<string, string>();
        foreach (var resource in index!.RootElement.GetProperty("resources").EnumerateArray())
        {
            var type = resource.GetProperty("@type").GetString()!.Split('/')[0];
            var address = resource.GetProperty("@id").GetString()!;
            // Registrations are named by a folder, in one form with a slash at its end and in another one without.
            found.TryAdd(type, type is "RegistrationsBaseUrl" or "PackageBaseAddress" ? address.TrimEnd('/') + "/" : address);
        }

        return found;
    }

    private async Task<(double Seconds, IReadOnlyCollection<double> Times)> AskAsync(Func<int, string> address, int count)
    {
        var times = new ConcurrentBag<double>();
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (number, cancellation) =>
            {
                var start = Stopwatch.GetTimestamp();
                using var answer = await http.GetAsync(new Uri(address(number)), cancellation).ConfigureAwait(false);
                var bytes = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (bytes.Length == 0)
                {
                    throw new InvalidDataException($"{address(number)} was answered with nothing");
                }
            }).ConfigureAwait(false);
        return (Stopwatch.GetElapsedTime(began).TotalSeconds, times);
    }
}
