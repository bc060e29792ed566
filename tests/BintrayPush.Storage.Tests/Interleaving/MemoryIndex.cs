using BintrayPush.Storage.Changes;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>An index in memory: what it was told, by the keys of the versions.</summary>
internal sealed class MemoryIndex : IPublishedVersions
{
    private readonly Dictionary<string, PublishedVersion> _versions = [];

    /// <summary>How far it has followed.</summary>
    public string? Followed { get; set; }

    /// <summary>The published files, with what is in them.</summary>
    public IReadOnlyDictionary<string, string> Files =>
        _versions.Values.SelectMany(version => version.Files).ToDictionary(file => file.Path.Value, file => file.Sha256!);

    /// <summary>The same; what this one is told from here on does not count there.</summary>
    public MemoryIndex Copy()
    {
        var copy = new MemoryIndex { Followed = Followed };
        foreach (var (key, version) in _versions)
        {
            copy._versions[key] = version;
        }

        return copy;
    }

    public Task ForgetAllAsync(CancellationToken cancellation)
    {
        _versions.Clear();
        return Task.CompletedTask;
    }

    public Task ForgetPackageAsync(string package, CancellationToken cancellation)
    {
        foreach (var key in _versions.Where(version => version.Value.Address.Package.Name == package).Select(version => version.Key).ToList())
        {
            _versions.Remove(key);
        }

        return Task.CompletedTask;
    }

    public Task ForgetAsync(string key, CancellationToken cancellation)
    {
        _versions.Remove(key);
        return Task.CompletedTask;
    }

    public Task SetAsync(PublishedVersion version, CancellationToken cancellation)
    {
        _versions[version.Key] = version;
        return Task.CompletedTask;
    }
}
