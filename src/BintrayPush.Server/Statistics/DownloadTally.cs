using BintrayPush.Storage.Statistics;

namespace BintrayPush.Server.Statistics;

/// <summary>
/// Downloads in memory, file by file and day by day, until they are written down. It holds a limited number of files: while the store
/// cannot be written, those of further files are only counted as lost.
/// </summary>
internal sealed class DownloadTally(TimeProvider time, int maxFiles = DownloadTally.DefaultMaxFiles)
{
    /// <summary>About 10 MB.</summary>
    public const int DefaultMaxFiles = 50_000;

    private readonly Lock _lock = new();
    private Dictionary<PackageAddress, Dictionary<(string Version, string Path, string Day), long>> _packages = [];
    private TaskCompletionSource _filling = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _files;
    private long _lost;
    private (DateOnly Day, string Text) _today;

    /// <summary>Ends when there is so much that it should be written down before its time.</summary>
    public Task Filling
    {
        get
        {
            lock (_lock)
            {
                return _filling.Task;
            }
        }
    }

    /// <summary>Counts a download.</summary>
    /// <param name="version">The version that the file belongs to.</param>
    /// <param name="path">The file.</param>
    public void Count(VersionAddress version, RepositoryPath path)
    {
        lock (_lock)
        {
            if (!_packages.TryGetValue(version.Package, out var files))
            {
                files = [];
            }

            var file = (version.Name, path.Value, Today());
            var known = files.TryGetValue(file, out var count);
            if (!known && _files >= maxFiles)
            {
                _lost++;
                return;
            }

            files[file] = count + 1;
            _packages[version.Package] = files;
            if (!known && ++_files == (maxFiles + 1) / 2)
            {
                _filling.TrySetResult();
            }
        }
    }

    /// <summary>Gives away what was counted, and begins anew.</summary>
    /// <returns>The downloads by their packages, and how many were lost because there were too many files.</returns>
    public (IReadOnlyDictionary<PackageAddress, IReadOnlyList<CountedDownload>> Packages, long Lost) Take()
    {
        lock (_lock)
        {
            var taken = _packages.ToDictionary(
                package => package.Key,
                package => (IReadOnlyList<CountedDownload>)[.. package.Value
                    .Select(file => new CountedDownload(file.Key.Version, file.Key.Path, file.Key.Day, file.Value))]);
            var lost = _lost;
            (_packages, _files, _lost) = ([], 0, 0);
            if (_filling.Task.IsCompleted)
            {
                _filling = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return (taken, lost);
        }
    }

    /// <summary>The text of today, made once a day and not for each download.</summary>
    private string Today()
    {
        var now = time.GetUtcNow();
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        if (_today.Day != day)
        {
            _today = (day, CountedDay.Of(now));
        }

        return _today.Text;
    }
}
