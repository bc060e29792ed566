using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Publishing;

/// <summary>The files of legs together. Two legs may have one file, but not with other bytes or in another version.</summary>
internal sealed class LegUnion(ReleaseAddress release)
{
    private readonly Dictionary<(RepositoryAddress, string), (LegName Leg, VersionAddress Version, LegFile File)> _files = [];

    /// <summary>What a seal is to publish.</summary>
    public IReadOnlyList<ReleasedVersion> Versions =>
    [
        .. _files.Values.GroupBy(file => file.Version).Select(version => new ReleasedVersion(
            version.Key, [.. version.Select(file => new ExpectedFile(file.File.Path, file.File.Sha256))])),
    ];

    /// <summary>Adds the files of a leg.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">409: another leg has one of them otherwise.</exception>
    public void Add(LegName leg, LegManifest manifest)
    {
        foreach (var (version, files) in manifest.Versions)
        {
            foreach (var file in files)
            {
                var key = (version.Repository, KeyName.Fold(file.Path.Value));
                if (!_files.TryGetValue(key, out var other))
                {
                    _files.Add(key, (leg, version, file));
                }
                else if (!other.Version.Equals(version) || !other.File.Path.Equals(file.Path) || other.File.Sha256 != file.Sha256)
                {
                    throw LegRefusal.LegsDisagree(release, other.Leg, leg, version, file.Path.Value);
                }
            }
        }
    }

    /// <summary>Whether a leg has exactly this file.</summary>
    public bool Has(VersionAddress version, LegFile file) =>
        Has(version, file.Path.Value) && _files[(version.Repository, KeyName.Fold(file.Path.Value))].File.Sha256 == file.Sha256;

    /// <summary>Whether a leg has a file of this path.</summary>
    public bool Has(VersionAddress version, string path) =>
        _files.TryGetValue((version.Repository, KeyName.Fold(path)), out var found) && found.Version.Equals(version)
            && found.File.Path.Value == path;
}
