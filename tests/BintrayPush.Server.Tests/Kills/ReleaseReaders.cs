using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;

namespace BintrayPush.Server.Tests.Kills;

/// <summary>
/// Those who look for the versions of a release all the time, in any order, over the wire and in the folder: whoever has seen one of them
/// must find all others from then on, and no version goes again.
/// </summary>
internal sealed class ReleaseReaders(Func<Uri> server, IFiles folder, CancellationToken stop) : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly ConcurrentQueue<string> _broken = new();
    private IReadOnlyList<VersionAddress> _watched = [];
    private long _looks;

    /// <summary>What nobody should have seen.</summary>
    public IReadOnlyCollection<string> Broken => _broken;

    /// <summary>How often somebody looked and was answered.</summary>
    public long Looks => Interlocked.Read(ref _looks);

    /// <summary>The release that is looked for from now on.</summary>
    public void Watch(IReadOnlyList<VersionAddress> versions) => Volatile.Write(ref _watched, versions);

    /// <summary>Reads until it is told to stop.</summary>
    /// <param name="reader">Its number: every other one looks into the folder itself.</param>
    /// <param name="random">In which order it looks.</param>
    public async Task ReadAsync(int reader, Random random)
    {
        var seen = new Dictionary<VersionAddress, string>();
        while (!stop.IsCancellationRequested)
        {
            // Those who only look are not to keep the others from their work.
            await Task.Delay(20, CancellationToken.None);
            var versions = Volatile.Read(ref _watched);
            if (versions.Count == 0)
            {
                continue;
            }

            var version = versions[random.Next(versions.Count)];
            bool? isPublic = reader % 2 == 0 ? await AskServerAsync(version) : await AskFolderAsync(version);
            if (isPublic is not { } answer)
            {
                continue;
            }

            Interlocked.Increment(ref _looks);
            if (answer)
            {
                seen.TryAdd(versions[0], version.ToString());
            }
            else if (seen.TryGetValue(versions[0], out var other))
            {
                _broken.Enqueue($"reader {reader} saw {other}, and after that not {version}");
            }
        }
    }

    public void Dispose() => _http.Dispose();

    /// <returns><see langword="null"/> if there was no answer.</returns>
    private async Task<bool?> AskServerAsync(VersionAddress version)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(server(), $"packages/{version.Package}/versions/{version.Name}/files"), stop);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop)).RootElement.GetArrayLength() > 0,
                HttpStatusCode.NotFound => false,
                _ => null,
            };
        }
        catch (Exception cause) when (
            cause is HttpRequestException or IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    private async Task<bool?> AskFolderAsync(VersionAddress version)
    {
        try
        {
            return (await folder.ListFilesAsync(version, includeUnpublished: false, stop)).Published.Count > 0;
        }
        catch (BintrayException refusal)
        {
            return refusal.Status == BintrayException.NotFound ? false : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
