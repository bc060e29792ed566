using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Folder;

/// <summary>Reads small objects. That there is none is said only while the store's folder is there.</summary>
internal sealed class FolderReader(FolderMarker marker)
{
    private readonly RecentObjects _recent = new();

    /// <summary>What stands for exactly these bytes.</summary>
    public static string TagOf(byte[] bytes) => Hex.Sha256Of(bytes);

    /// <summary>Reads an object, unless its file is as it was when it was last read.</summary>
    public StoredObject? ReadObject(string path)
    {
        if (!FileIdentity.IsKnown)
        {
            return Read(path) is { } bytes ? new StoredObject(bytes, TagOf(bytes)) : null;
        }

        // Before the look at the file: what is changed in between must not seem to be long ago.
        var now = DateTime.UtcNow;
        if (FileIdentity.StateOf(path) is not { } state)
        {
            marker.RequireFolder();
            return null;
        }

        if (_recent.Find(path, state) is { } known)
        {
            return known;
        }

        // A folder in its place is an error.
        if ((state.Identity.IsFolder ? Read(path) : FolderFiles.ReadFound(path)) is not { } read)
        {
            return null;
        }

        var found = new StoredObject(read, TagOf(read));
        if (state.IsSettled(now))
        {
            _recent.Keep(path, state, found);
        }

        return found;
    }

    /// <summary>A file as it was when it was read with this tag; <see langword="null"/> if that is not known.</summary>
    public RecentFile? FindRead(string path, string tag) => _recent.FindRead(path, tag);

    /// <summary>The bytes of a file, or <see langword="null"/>.</summary>
    public byte[]? Read(string path)
    {
        var bytes = FolderFiles.Read(path);
        if (bytes is null)
        {
            marker.RequireFolder();
        }

        return bytes;
    }

    /// <summary>Whether there is a file.</summary>
    public bool Exists(string path)
    {
        var exists = FolderFiles.Exists(path);
        if (!exists)
        {
            marker.RequireFolder();
        }

        return exists;
    }
}
