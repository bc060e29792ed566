using System.Collections.Concurrent;
using System.Text.Json;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Users;

/// <summary>
/// The users: one private file each, <c>user/&lt;name&gt;.json</c>. A change by another process is seen at the next request.
/// </summary>
internal sealed class UserRecords(IPrivateFiles files)
{
    /// <summary>The folder of the users, and of what belongs to one of them.</summary>
    public const string FolderName = "user";

    private const string Extension = ".json";

    private readonly ConcurrentDictionary<string, (string Tag, UserRecord User)> _known = new();

    /// <summary>A user, or <see langword="null"/>.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">503: it cannot be read who is a user.</exception>
    public async Task<UserRecord?> FindAsync(string name, CancellationToken cancellation)
    {
        if (!IsName(name))
        {
            return null;
        }

        if (await files.FindAsync(KeyOf(name), cancellation) is { } file)
        {
            return await ReadAsync(name, file, cancellation);
        }

        _known.TryRemove(name, out _);
        return null;
    }

    /// <summary>The armoured public key of a subject, <c>user/&lt;subject&gt;.asc</c>, or <see langword="null"/>.</summary>
    public async Task<byte[]?> FindPublicKeyAsync(string subject, CancellationToken cancellation) =>
        IsName(subject) ? await files.ReadAsync($"{FolderName}/{subject}.asc", cancellation) : null;

    /// <summary>All users, by name.</summary>
    public async Task<IReadOnlyList<UserRecord>> ListAsync(CancellationToken cancellation)
    {
        var users = new List<UserRecord>();
        foreach (var file in await files.ListAsync(FolderName, cancellation))
        {
            var name = Path.GetFileNameWithoutExtension(file.Key);
            if (file.Key.EndsWith(Extension, StringComparison.Ordinal) && IsName(name)
                && await ReadAsync(name, file, cancellation) is { } user)
            {
                users.Add(user);
            }
        }

        return [.. users.OrderBy(user => user.Name, StringComparer.Ordinal)];
    }

    /// <summary>Writes a user whole: a reader sees the old one or the new one.</summary>
    public Task WriteAsync(UserRecord user, CancellationToken cancellation) =>
        files.WriteAsync(KeyOf(user.Name), JsonSerializer.SerializeToUtf8Bytes(user, UserJson.Default.UserRecord), cancellation);

    /// <summary>Changes a user as it is now, one caller at a time: what others have changed meanwhile is not lost.</summary>
    /// <returns>The changed user; <see langword="null"/> if there is none.</returns>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">503: it cannot be read or written.</exception>
    public async Task<UserRecord?> ChangeAsync(string name, Func<UserRecord, UserRecord> change, CancellationToken cancellation)
    {
        if (!IsName(name))
        {
            return null;
        }

        using var locked = await files.LockAsync(KeyOf(name), cancellation);
        if (await FindAsync(name, cancellation) is not { } user)
        {
            return null;
        }

        var changed = change(user);
        await WriteAsync(changed, cancellation);
        return changed;
    }

    /// <summary>
    /// Changes what a user is on a subject, on the word of one of its admins. Of one subject this is done one at a time, and who asks is
    /// looked at once more when it is their turn: of two admins who take each other's role away at once, the second is none any more.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="admin">Who asks; another user than the one who is changed.</param>
    /// <param name="name">The user.</param>
    /// <param name="change">The change.</param>
    /// <param name="cancellation">Ends the waiting for a turn.</param>
    /// <returns>The changed user; <see langword="null"/> if there is none.</returns>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">
    /// 403: who asks is no admin of the subject any more. 503: a user cannot be read or written.
    /// </exception>
    public async Task<UserRecord?> ChangeAsAdminAsync(
        string subject, string admin, string name, Func<UserRecord, UserRecord> change, CancellationToken cancellation)
    {
        if (!IsName(name) || name == admin)
        {
            return null;
        }

        var held = new Stack<IDisposable>();
        try
        {
            foreach (var key in files.LockOrder([RolesOf(subject), KeyOf(admin), KeyOf(name)]))
            {
                held.Push(await files.LockAsync(key, cancellation));
            }

            return await ChangeLockedAsync(subject, admin, name, change, cancellation);
        }
        finally
        {
            while (held.TryPop(out var one))
            {
                one.Dispose();
            }
        }
    }

    private async Task<UserRecord?> ChangeLockedAsync(
        string subject, string admin, string name, Func<UserRecord, UserRecord> change, CancellationToken cancellation)
    {
        if (await FindAsync(admin, cancellation) is not { } asks || asks.Roles.GetValueOrDefault(subject) != Role.Admin)
        {
            throw new BintrayException(BintrayException.Forbidden, $"you are no admin of '{subject}' any more, and nothing was changed");
        }

        if (await FindAsync(name, cancellation) is not { } user)
        {
            return null;
        }

        var changed = change(user);
        // In a bucket a lock holds for this server alone, but what is written must be what was locked: with the record of who asks written
        // as it is, another server that changes it at this moment is noticed, before anything is changed.
        await WriteAsync(asks, cancellation);
        await WriteAsync(changed, cancellation);
        return changed;
    }

    /// <summary>Removes a user.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellation)
    {
        if (!IsName(name))
        {
            return false;
        }

        // Who changes the user at this moment must not write the record anew afterwards.
        using var locked = await files.LockAsync(KeyOf(name), cancellation);
        var found = await FindAsync(name, cancellation) is not null;
        if (found)
        {
            await files.DeleteAsync(KeyOf(name), cancellation);
        }

        return found;
    }

    /// <summary>Whether this can be a user's name: what can be a subject's, and no hidden or device file.</summary>
    public static bool IsName(string name) => RepositoryAddress.FaultInSubject(name) is null && !name.StartsWith('.');

    private static string KeyOf(string name) => $"{FolderName}/{name}{Extension}";

    /// <summary>By what the roles on a subject are locked: no user's record is called so.</summary>
    private static string RolesOf(string subject) => $"{FolderName}/roles-{subject}.lock";

    private async Task<UserRecord?> ReadAsync(string name, PrivateFile file, CancellationToken cancellation)
    {
        if (_known.TryGetValue(name, out var known) && known.Tag == file.Tag)
        {
            return known.User;
        }

        var content = await files.ReadAsync(file.Key, cancellation);
        // A file system that ignores letter case must not give one user two names.
        if (content is null || JsonSerializer.Deserialize(content, UserJson.Default.UserRecord) is not { } user || user.Name != name)
        {
            return null;
        }

        _known[name] = (file.Tag, user);
        return user;
    }
}
