using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Maintenance;

/// <summary>A data folder as those who look after it from outside see it, while others may work on it.</summary>
internal sealed class OpenedFolder
{
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(60);

    /// <summary>Opens it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="make">Whether folders are made that are missing.</param>
    public OpenedFolder(string folder, bool make)
    {
        Store = new FolderStore(folder, LockLimit, make);
        Files = new FolderView(Store, Path.Combine(Store.Root, "dl"));
        Objects = new Objects(Store, new StorageEnvironment());
        View = new PublicView(Objects, new Lookup(Objects), Files, new ManifestRemoval(Objects));
    }

    public FolderStore Store { get; }

    public Objects Objects { get; }

    public FolderView Files { get; }

    public PublicView View { get; }
}
