using System.Text.Json;
using BintrayPush.Destinations;

namespace BintrayPush.Build.Programs;

/// <summary>Writes the static feeds of a folder by the program of the package: what reads packages is not loaded into a build.</summary>
/// <param name="program">Its file.</param>
/// <param name="environment">How environment variables are read.</param>
/// <param name="folder">The folder that is pushed to.</param>
/// <param name="allowInsecure">Whether the address of the feed may be plain http of another machine.</param>
internal sealed class ProgramFeeds(string program, Func<string, string?> environment, string folder, bool allowInsecure) : IStaticFeeds
{
    /// <summary>The first time it writes all packages, and it may wait for another build that does.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public async Task<StaticFeedResult> WriteAsync(RepositoryAddress repository, ServiceUrl downloads, CancellationToken cancellation)
    {
        string[] insecure = allowInsecure ? [Setting.AllowInsecureConnections.Option] : [];
        var end = await BintrayProgram.RunAsync(
            program,
            environment,
            Longest,
            [
                "feed", repository.ToString(), Setting.Url.Option, folder, Setting.DownloadUrl.Option, downloads.ToString(), "--only-news",
                .. insecure, "--json",
            ],
            input: null,
            cancellation).ConfigureAwait(false);
        if (end is { Fault: null, ExitCode: 0 } && end.Read(FeedOf) is { } feed)
        {
            return new StaticFeedResult(feed, null);
        }

        return new StaticFeedResult(null, end.Problems(Severity.Error) is [var problem, ..]
            ? problem
            : StaticFeedProblems.Behind(repository, folder, downloads, end.Fault ?? end.LastWords));
    }

    private static WrittenFeed FeedOf(JsonElement answer) => new(
        answer.GetProperty("index").GetString()!,
        answer.GetProperty("unchanged").GetBoolean() ? null : answer.GetProperty("packages").GetInt32(),
        answer.GetProperty("written").GetInt32(),
        answer.GetProperty("removed").GetInt32(),
        [.. answer.GetProperty("unsound").EnumerateArray().Select(
            file => new UnsoundPackage(file.GetProperty("path").GetString()!, file.GetProperty("fault").GetString()!))]);
}
