using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage;

/// <summary>A store that is copied from or to.</summary>
public sealed class CopyPlace
{
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(60);

    private CopyPlace(string name, IObjectStore store, string? folder) => (Name, Store, Folder) = (name, store, folder);

    /// <summary>What the store is called: by this a later copy recognizes its source.</summary>
    public string Name { get; }

    /// <summary>The server's own records in it; without them they are not copied.</summary>
    public IPrivateFiles? PrivateFiles { get; init; }

    internal IObjectStore Store { get; }

    /// <summary>The only repositories that are copied from it; <see langword="null"/> for all there are, and all else.</summary>
    internal IReadOnlyList<RepositoryAddress>? Only { get; private init; }

    /// <summary>The data folder, if it is one.</summary>
    internal string? Folder { get; }

    /// <summary>A store that is no folder.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="store">Where the objects are.</param>
    /// <param name="privateFiles">The server's own records in it.</param>
    public static CopyPlace Of(string name, IObjectStore store, IPrivateFiles? privateFiles) =>
        new(name, store, folder: null) { PrivateFiles = privateFiles };

    /// <summary>A data folder to copy from. Nothing is written there.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="BintrayException">503: it is not there or cannot be read.</exception>
    public static CopyPlace ToRead(string folder)
    {
        var store = new FolderStore(folder, LockLimit, make: false);
        return store.Marker.Read()
            ? new CopyPlace(store.Root, store, store.Root)
            : throw new BintrayException(BintrayException.Unavailable, $"BTP4095: '{store.Root}' is no data folder, or is not there");
    }

    /// <summary>A data folder to copy to, made if it is not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isDryRun">Whether nothing is to be written.</param>
    /// <param name="privateFiles">The server's own records in it.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="BintrayException">503: it cannot be made or written.</exception>
    public static async Task<CopyPlace> ToWriteAsync(
        string folder, bool isDryRun, IPrivateFiles? privateFiles, CancellationToken cancellation)
    {
        var store = new FolderStore(folder, LockLimit, make: !isDryRun);
        if (!isDryRun)
        {
            await FolderOpening.PrepareAsync(store, cancellation).ConfigureAwait(false);
        }

        return new CopyPlace(store.Root, store, store.Root) { PrivateFiles = privateFiles };
    }

    /// <summary>
    /// The same store, of which only some repositories are copied: no users, keys, products, webhooks and staged releases, which are of no
    /// single repository.
    /// </summary>
    /// <param name="repositories">Which.</param>
    public CopyPlace LimitedTo(IReadOnlyList<RepositoryAddress> repositories) =>
        new(Name, Store, Folder) { PrivateFiles = PrivateFiles, Only = repositories };

    /// <summary>Whether the two are one store, or one lies in the other.</summary>
    internal bool Overlaps(CopyPlace other) => Name == other.Name
        || (Folder is { } mine && other.Folder is { } its && (IsBelow(mine, its) || IsBelow(its, mine)));

    private static bool IsBelow(string folder, string other) =>
        folder.StartsWith(other.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
