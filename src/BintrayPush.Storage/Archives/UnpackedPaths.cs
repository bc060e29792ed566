using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Archives;

/// <summary>
/// Where the entries of an archive go (protocol reference 8.3). An archive with one entry that cannot be stored is refused as a whole, so
/// all are added here before the first is stored.
/// </summary>
/// <param name="folder">Where it is unpacked; empty for the root of the repository.</param>
/// <param name="archive">The file name of the archive; empty if it was sent to a folder.</param>
public sealed class UnpackedPaths(string folder, string archive)
{
    private static readonly string[] Compressed = [".gz", ".bz2"];

    private readonly HashSet<string> _folded = [];

    /// <summary>The path of an entry; one without a name is the only one of its archive.</summary>
    /// <exception cref="BintrayException">400: it cannot be stored.</exception>
    public RepositoryPath PathOf(string? entry) => UnpackFolder.TryPlace(folder, entry ?? OnlyName(), out var path, out var fault)
        ? path
        : throw StoreRefusal.BadRequest(fault);

    /// <summary>Adds an entry.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="BintrayException">400: it cannot be stored, or not beside one that was added before.</exception>
    public RepositoryPath Add(string? entry)
    {
        var path = PathOf(entry);
        return _folded.Add(KeyName.Fold(path.Value))
            ? path
            : throw StoreRefusal.BadRequest($"the archive holds '{path}' twice, or differing only in letter case");
    }

    /// <summary>To be asked when all entries were added.</summary>
    /// <exception cref="BintrayException">400: there is none.</exception>
    public void RequireAny()
    {
        if (_folded.Count == 0)
        {
            throw StoreRefusal.BadRequest("the archive holds no file");
        }
    }

    /// <summary>The name of the one file in an archive that has no names.</summary>
    private string OnlyName() => Compressed.FirstOrDefault(
        end => archive.Length > end.Length && archive.EndsWith(end, StringComparison.OrdinalIgnoreCase)) is { } extension
        ? archive.Substring(0, archive.Length - extension.Length)
        : throw StoreRefusal.BadRequest(
            "a gz or bz2 archive holds no name for its file: let the path end in '<name>.gz' or '<name>.bz2'");
}
