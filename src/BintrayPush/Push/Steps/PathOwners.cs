using BintrayPush.Api.Service;
using BintrayPush.Messages;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Which other version the paths of new files belong to already (a path is one version's, protocol reference 8.2), and whether the user
/// may publish at all. A dry run asks; a push learns it from its uploads.
/// </summary>
internal sealed class PathOwners(PushSession session) : IDisposable
{
    private readonly Dictionary<PackageAddress, Task<ILookup<string, RepositoryFile>>> _packages = [];
    private readonly SemaphoreSlim _slots = new(session.Limits.MaxParallelUploads);

    private IFiles Files => session.Service.Files;

    private CancellationToken Cancellation => session.Cancellation;

    /// <summary>Asks what waits and what is published in all versions of a package: only those who may publish are told.</summary>
    /// <returns>What is wrong, or nothing.</returns>
    public async Task<Problem?> AskAsync(PackageAddress package)
    {
        try
        {
            await FilesAsync(package).ConfigureAwait(false);
            return null;
        }
        catch (BintrayException refusal) when (refusal.Status == BintrayException.Forbidden)
        {
            return StepProblems.MayNotPublish(package, refusal);
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return StepProblems.PackageRefused(package, cause);
        }
    }

    /// <summary>The version that a path belongs to, if it is another one.</summary>
    /// <exception cref="BintrayException">The service could not be asked.</exception>
    public async Task<RepositoryFile?> OtherAsync(VersionAddress version, RepositoryPath path)
    {
        var files = await FilesAsync(version.Package).ConfigureAwait(false);
        if (files[path.Value].FirstOrDefault(file => !file.Version.Equals(version)) is { } known)
        {
            return known;
        }

        await _slots.WaitAsync(Cancellation).ConfigureAwait(false);
        try
        {
            return await Files.GetFileAsync(new FileAddress(version.Repository, path), Cancellation).ConfigureAwait(false) is { } found
                && !found.Version.Equals(version)
                ? found
                : null;
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private Task<ILookup<string, RepositoryFile>> FilesAsync(PackageAddress package)
    {
        if (!_packages.TryGetValue(package, out var files))
        {
            _packages.Add(package, files = ListAsync(package));
        }

        return files;
    }

    private async Task<ILookup<string, RepositoryFile>> ListAsync(PackageAddress package)
    {
        try
        {
            var listing = await Files.ListFilesAsync(package, includeUnpublished: true, Cancellation).ConfigureAwait(false);
            return listing.Published.Concat(listing.Unpublished).ToLookup(file => file.Path.Value, StringComparer.OrdinalIgnoreCase);
        }
        catch (BintrayException missing) when (missing.Status == BintrayException.NotFound)
        {
            return Enumerable.Empty<RepositoryFile>().ToLookup(file => file.Path.Value);
        }
    }
}
