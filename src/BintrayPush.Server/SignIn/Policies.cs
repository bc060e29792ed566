using System.Text.Json;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.SignIn;

/// <summary>The policies of all subjects: one private file each, <c>policy/ID.json</c>.</summary>
internal sealed class Policies(IPrivateFiles files)
{
    private const string FolderName = "policy";
    private const string Extension = ".json";

    /// <summary>All of them, the oldest first.</summary>
    /// <exception cref="BintrayException">503: they cannot be read.</exception>
    public async Task<IReadOnlyList<Policy>> ListAsync(CancellationToken cancellation)
    {
        var policies = new List<Policy>();
        foreach (var file in await files.ListAsync(FolderName, cancellation))
        {
            if (file.Key.EndsWith(Extension, StringComparison.Ordinal) && await ReadAsync(file.Key, cancellation) is { } policy)
            {
                policies.Add(policy);
            }
        }

        return [.. policies.OrderBy(policy => policy.Created)];
    }

    /// <summary>Writes a policy whole.</summary>
    public Task WriteAsync(Policy policy, CancellationToken cancellation) =>
        files.WriteAsync(KeyOf(policy.Id), JsonSerializer.SerializeToUtf8Bytes(policy, PolicyJson.Default.Policy), cancellation);

    /// <summary>Removes a policy.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellation) => files.DeleteAsync(KeyOf(id), cancellation);

    /// <summary>Changes a policy as it is now, one caller at a time.</summary>
    /// <returns>The changed policy; <see langword="null"/> if it is gone, or the change refuses it.</returns>
    /// <exception cref="BintrayException">503: it cannot be read or written.</exception>
    public async Task<Policy?> ChangeAsync(string id, Func<Policy, Policy?> change, CancellationToken cancellation)
    {
        using var locked = await files.LockAsync(KeyOf(id), cancellation);
        if (await ReadAsync(KeyOf(id), cancellation) is not { } policy || change(policy) is not { } changed)
        {
            return null;
        }

        if (changed != policy)
        {
            await WriteAsync(changed, cancellation);
        }

        return changed;
    }

    private static string KeyOf(string id) => $"{FolderName}/{id}{Extension}";

    private async Task<Policy?> ReadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await files.ReadAsync(key, cancellation) is { } content
                ? JsonSerializer.Deserialize(content, PolicyJson.Default.Policy)
                : null;
        }
        catch (JsonException damage)
        {
            throw new BintrayException(BintrayException.Unavailable, $"the record '{key}' is damaged", damage);
        }
    }
}
