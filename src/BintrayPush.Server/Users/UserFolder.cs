using System.Collections.Concurrent;
using System.Text.Json;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Names;
using BintrayPush.Storage;

namespace BintrayPush.Server.Users;

/// <summary>
/// The users: one file each, <c>user/&lt;name&gt;.json</c> in the data folder, readable by the server's own account alone and never
/// below <c>dl/</c>. A change by another process is seen at the next request.
/// </summary>
/// <param name="data">The data folder.</param>
/// <param name="repository">The repository in it: it knows whether a user is not there or the whole folder.</param>
internal sealed class UserFolder(string data, FolderRepository? repository = null)
{
    /// <summary>Its name in the data folder.</summary>
    public const string FolderName = "user";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Path.Combine(Path.GetFullPath(data), FolderName);
    private readonly ConcurrentDictionary<string, (DateTime Written, UserRecord User)> _known = new();

    /// <summary>A user, or <see langword="null"/>.</summary>
    /// <exception cref="BintrayException">503: it cannot be read who is a user.</exception>
    public Task<UserRecord?> FindAsync(string name, CancellationToken cancellation) =>
        FolderRepository.LookAsync(() => Find(name), cancellation);

    /// <summary>A user, or <see langword="null"/>.</summary>
    public UserRecord? Find(string name)
    {
        if (!IsName(name))
        {
            return null;
        }

        var file = new FileInfo(FileOf(name));
        // It fails where "exists" would say no to a file that cannot be looked at.
        var written = file.LastWriteTimeUtc;
        if (!file.Exists)
        {
            repository?.RequireFolder();
            _known.TryRemove(name, out _);
            return null;
        }

        if (_known.TryGetValue(name, out var known) && known.Written == written)
        {
            return known.User;
        }

        var user = Read(file);
        // A file system that ignores letter case must not give one user two names.
        if (user is null || user.Name != name)
        {
            return null;
        }

        _known[name] = (written, user);
        return user;
    }

    /// <summary>The armoured public key of a subject, <c>user/&lt;subject&gt;.asc</c>, or <see langword="null"/>.</summary>
    public Task<byte[]?> FindPublicKeyAsync(string subject, CancellationToken cancellation)
    {
        var file = IsName(subject) ? Path.Combine(_folder, subject + ".asc") : null;
        return FolderRepository.LookAsync(() => File.Exists(file) ? File.ReadAllBytes(file) : null, cancellation);
    }

    /// <summary>All users, by name.</summary>
    public IReadOnlyList<UserRecord> List()
    {
        if (!Directory.Exists(_folder))
        {
            repository?.RequireFolder();
            return [];
        }

        return [.. new DirectoryInfo(_folder).EnumerateFiles("*.json").Select(
            file => Find(Path.GetFileNameWithoutExtension(file.Name))).OfType<UserRecord>()
            .OrderBy(user => user.Name, StringComparer.Ordinal)];
    }

    /// <summary>Writes a user whole: a reader sees the old one or the new one.</summary>
    public void Write(UserRecord user)
    {
        Create(_folder);
        var temporary = Path.Combine(_folder, $".{user.Name}.{Guid.NewGuid():N}");
        try
        {
            WriteForOwner(temporary, JsonSerializer.SerializeToUtf8Bytes(user, UserJson.Default.UserRecord));
            File.Move(temporary, FileOf(user.Name), overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FlushNames();
    }

    /// <summary>Makes the folder, for its owner alone.</summary>
    public static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes a new file that nobody else can read.</summary>
    public static void WriteForOwner(string path, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(path, options);
        file.Write(content);
        FileFlush.File(file);
    }

    /// <summary>Removes a user.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name)
    {
        var found = Find(name) is not null;
        if (found)
        {
            File.Delete(FileOf(name));
            FlushNames();
        }

        return found;
    }

    /// <summary>Whether this can be a user's name: what can be a subject's, and no hidden or device file.</summary>
    public static bool IsName(string name) => RepositoryAddress.TryParse($"{name}/x", out _, out _) && !name.StartsWith('.');

    /// <summary>A key that was taken away must not come back with a power loss, nor a new one be lost.</summary>
    private void FlushNames()
    {
        FileFlush.Folder(_folder);
        FileFlush.Folder(Path.GetDirectoryName(_folder)!);
    }

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
