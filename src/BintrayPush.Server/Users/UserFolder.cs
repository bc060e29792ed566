using System.Collections.Concurrent;
using System.Text.Json;
using BintrayPush.Api;

namespace BintrayPush.Server;

/// <summary>
/// The users: one file each, <c>user/&lt;name&gt;.json</c> in the data folder, readable by the server's own account alone and never
/// below <c>dl/</c>. A change by another process is seen at the next request.
/// </summary>
internal sealed class UserFolder(string data)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Path.Combine(Path.GetFullPath(data), "user");
    private readonly ConcurrentDictionary<string, (DateTime Written, UserRecord User)> _known = new();

    /// <summary>A user, or <see langword="null"/>.</summary>
    public UserRecord? Find(string name)
    {
        if (!IsName(name))
        {
            return null;
        }

        var file = new FileInfo(FileOf(name));
        if (!file.Exists)
        {
            _known.TryRemove(name, out _);
            return null;
        }

        if (_known.TryGetValue(name, out var known) && known.Written == file.LastWriteTimeUtc)
        {
            return known.User;
        }

        var user = Read(file);
        // A file system that ignores letter case must not give one user two names.
        if (user is null || user.Name != name)
        {
            return null;
        }

        _known[name] = (file.LastWriteTimeUtc, user);
        return user;
    }

    /// <summary>All users, by name.</summary>
    public IReadOnlyList<UserRecord> List() => Directory.Exists(_folder)
        ? [.. new DirectoryInfo(_folder).EnumerateFiles("*.json").Select(file => Find(Path.GetFileNameWithoutExtension(file.Name))).OfType<UserRecord>()
            .OrderBy(user => user.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>Writes a user whole: a reader sees the old one or the new one.</summary>
    public void Write(UserRecord user)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, OwnerOnly | UnixFileMode.UserExecute);
        }

        var temporary = Path.Combine(_folder, $".{user.Name}.{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(temporary, options))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(user, UserJson.Default.UserRecord));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, FileOf(user.Name), overwrite: true);
    }

    /// <summary>Removes a user.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name)
    {
        var found = Find(name) is not null;
        if (found)
        {
            File.Delete(FileOf(name));
        }

        return found;
    }

    /// <summary>Whether this can be a user's name: what can be a subject's, and no hidden or device file.</summary>
    public static bool IsName(string name) => RepositoryAddress.TryParse($"{name}/x", out _, out _) && !name.StartsWith('.');

    private static UserRecord? Read(FileInfo file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file.FullName), UserJson.Default.UserRecord);
        }
        catch (FileNotFoundException)
        {
            // Removed since it was seen.
            return null;
        }
    }

    private string FileOf(string name) => Path.Combine(_folder, name + ".json");
}
