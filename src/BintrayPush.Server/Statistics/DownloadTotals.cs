using System.Collections.Concurrent;
using BintrayPush.Storage.Statistics;

namespace BintrayPush.Server.Statistics;

/// <summary>
/// The downloads of single files, for answers that show many at once: those of a package are read once a minute, which is how often they
/// are written.
/// </summary>
internal sealed class DownloadTotals(IDownloadCounts counts, TimeProvider time)
{
    /// <summary>About 15 MB. When there are more, all are forgotten and read again.</summary>
    private const int MaxFiles = 100_000;

    private const int AtOnce = 16;

    private readonly ConcurrentDictionary<PackageAddress, (DateTimeOffset Until, IReadOnlyDictionary<string, long> Files)> _known = new();
    private int _files;

    /// <summary>Reads what is known of files.</summary>
    /// <param name="repository">Their repository.</param>
    /// <param name="files">The files, each with the name of its package.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>How often each was downloaded. What cannot be read counts as nothing: no answer depends on it.</returns>
    public async Task<Func<string, string, long>> OfFilesAsync(
        RepositoryAddress repository, IEnumerable<(string Package, string Path)> files, CancellationToken cancellation)
    {
        var read = new ConcurrentDictionary<(string Package, string Path), long>();
        await Parallel.ForEachAsync(
            files.GroupBy(file => file.Package),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (package, token) =>
            {
                var counted = await OfPackageAsync(PackageAddress.Of(repository, package.Key), token);
                foreach (var file in package.Where(file => counted.ContainsKey(file.Path)))
                {
                    read[file] = counted[file.Path];
                }
            });
        return (package, path) => read.GetValueOrDefault((package, path));
    }

    private async ValueTask<IReadOnlyDictionary<string, long>> OfPackageAsync(PackageAddress package, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(package, out var known) && known.Until > now)
        {
            return known.Files;
        }

        var files = await ReadAsync(package, cancellation);
        if (Interlocked.Add(ref _files, files.Count + 1) > MaxFiles)
        {
            _known.Clear();
            Interlocked.Exchange(ref _files, files.Count + 1);
        }

        _known[package] = (now + DownloadWriter.Interval, files);
        return files;
    }

    private async Task<IReadOnlyDictionary<string, long>> ReadAsync(PackageAddress package, CancellationToken cancellation)
    {
        try
        {
            return (await counts.ReadAsync(package, cancellation)).Versions.Values
                .SelectMany(version => version.Files)
                .GroupBy(file => file.Key)
                .ToDictionary(file => file.Key, file => file.Sum(days => days.Value.Total));
        }
        catch (BintrayException)
        {
            return new Dictionary<string, long>();
        }
    }
}
