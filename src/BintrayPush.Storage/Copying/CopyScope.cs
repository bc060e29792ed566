using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Copying;

/// <summary>What of a store is copied: all of it, or some repositories and nothing that belongs to more than those.</summary>
/// <param name="only">The repositories; <see langword="null"/> for all of it.</param>
internal sealed class CopyScope(IReadOnlyList<RepositoryAddress>? only)
{
    private readonly HashSet<string>? _keys = only is null ? null : [.. only.Select(Keys.Repository)];

    /// <summary>Whether users, staged releases and whatever else is of no single repository is copied, too.</summary>
    public bool IsAll => _keys is null;

    /// <summary>Whether the repository with this record is copied.</summary>
    public bool Has(string key) => _keys?.Contains(key) ?? true;

    /// <summary>
    /// Settles before anything is written that all that was named is there, or was: what is deleted is deleted in the copy, too.
    /// </summary>
    /// <exception cref="BintrayException">404: one is not.</exception>
    public async Task RequireAsync(Objects source, string name, CancellationToken cancellation)
    {
        foreach (var repository in only ?? [])
        {
            if (await source.ReadAsync(Keys.Repository(repository), RecordJson.Default.RepositoryRecord, cancellation).ConfigureAwait(false)
                is null)
            {
                throw new BintrayException(
                    BintrayException.NotFound, $"BTP4120: there is no repository '{repository}' in '{name}'; nothing was copied");
            }
        }
    }
}
