using System.Diagnostics;
using System.Net;

namespace BintrayPush.FeedLoad;

/// <summary>
/// Pushes new packages, one after the other, and asks for the versions of each until a restore would find it. The key comes from the
/// standard input: it is to be in no list of processes.
/// </summary>
internal static class Pushes
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(Uri feed, int from, int count, string key)
    {
        using var http = new HttpClient { Timeout = Limit };
        http.DefaultRequestHeaders.Add("X-NuGet-ApiKey", key);
        var (answered, restorable) = (new List<double>(), new List<double>());
        for (var number = from; number < from + count; number++)
        {
            var package = new MadePackage(number, "1.0.0");
            using var content = new MultipartFormDataContent { { new ByteArrayContent(package.ToBytes()), "package", "package.nupkg" } };
            var start = Stopwatch.GetTimestamp();
            using (var answer = await http.PutAsync(new Uri(feed, "package"), content).ConfigureAwait(false))
            {
                answer.EnsureSuccessStatusCode();
            }

            answered.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            var versions = new Uri(feed, $"flat/{package.Id.ToLowerInvariant()}/index.json");
            while (!await HasAsync(http, versions).ConfigureAwait(false))
            {
                if (Stopwatch.GetElapsedTime(start) > Limit)
                {
                    throw new TimeoutException($"{package.FileName} is not in the feed");
                }
            }

            restorable.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        await Console.Out.WriteLineAsync($"push\t{Times.Of(answered)}\nrestorable\t{Times.Of(restorable)}").ConfigureAwait(false);
    }

    private static async Task<bool> HasAsync(HttpClient http, Uri versions)
    {
        using var answer = await http.GetAsync(versions).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        var list = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync().ConfigureAwait(false);
        return list.Contains("\"1.0.0\"", StringComparison.Ordinal);
    }
}
