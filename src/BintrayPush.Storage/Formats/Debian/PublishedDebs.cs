using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>What a Debian repository has published at one moment.</summary>
internal sealed class PublishedDebs
{
    private readonly List<PublishedDeb> _packages = [];
    private readonly SortedSet<string> _uploadedIndexes = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    private PublishedDebs()
    {
    }

    /// <summary>The packages, in the order of their paths.</summary>
    public IReadOnlyList<PublishedDeb> Packages => _packages;

    /// <summary>Why some of them stand in no index.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>All distributions that a package is in.</summary>
    public IEnumerable<string> Distributions => _packages.SelectMany(package => package.Places.Distributions).Distinct();

    /// <summary>Whether somebody uploaded the index of a distribution, when that could be done.</summary>
    public bool IsUploaded(string distribution) => _uploadedIndexes.Any(
        path => path.StartsWith($"{DebianNames.Indexes}{distribution}/", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads what is published now: everything that was published before the call, and perhaps more.</summary>
    /// <exception cref="BintrayException">
    /// 503: the store cannot be read, or a record is damaged: what it names would be missing from the index.
    /// </exception>
    public static async Task<PublishedDebs> ReadAsync(
        Objects objects, Lookup lookup, string repositoryId, CancellationToken cancellation)
    {
        const int PackageId = 3;
        var found = new PublishedDebs();
        var packageKeys = await objects.Store.ListAsync(Keys.Packages(repositoryId), cancellation).ConfigureAwait(false);
        var packages = await objects.ReadAllAsync(packageKeys, RecordJson.Default.PackageRecord, cancellation).ConfigureAwait(false);
        var live = new HashSet<string>(packages.Where(package => !package.Value.Deleted).Select(package => package.Value.PackageId));
        var heads = await objects.Store.ListAsync(Keys.AllVersions(repositoryId), cancellation).ConfigureAwait(false);
        foreach (var head in await objects.ReadAllAsync(
            heads.Where(key => live.Contains(key.Split('/')[PackageId])), RecordJson.Default.VersionHead, cancellation)
            .ConfigureAwait(false))
        {
            if (!head.Value.Deleted)
            {
                var (current, manifest) = await lookup.PublishedAsync(repositoryId, head, cancellation).ConfigureAwait(false);
                found.Add((current.Value.Deleted ? Manifest.Empty : manifest).Files);
            }
        }

        found._packages.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return found;
    }

    /// <summary>The packages among some files, in the order of their paths.</summary>
    public static IReadOnlyList<PublishedDeb> Of(IEnumerable<KeyValuePair<string, FileEntry>> files)
    {
        var found = new PublishedDebs();
        found.Add(files.OrderBy(file => file.Key, StringComparer.Ordinal));
        return found.Packages;
    }

    private void Add(IEnumerable<KeyValuePair<string, FileEntry>> files)
    {
        foreach (var file in files)
        {
            if (DebianNames.IsOfIndex(file.Key))
            {
                _uploadedIndexes.Add(file.Key);
            }
            else if (DebianNames.IsPackageFile(file.Key))
            {
                try
                {
                    _packages.Add(new PublishedDeb(
                        file.Key, file.Value, DebianPlaces.Of(file.Value.Debian ?? new DebianCoordinates(null, null, null))));
                }
                catch (InvalidDataException fault)
                {
                    _faults.Add($"'{file.Key}' is in no index: {fault.Message}");
                }
            }
        }
    }
}
