using BintrayPush.Destinations;
using BintrayPush.Storage;

namespace BintrayPush.Places;

/// <summary>A folder as a destination: the published files of its public repositories are plain files.</summary>
internal static class FolderDestination
{
    /// <param name="folder">The folder.</param>
    /// <param name="readOnly">Whether it is only looked at.</param>
    /// <param name="options">What the repository is given from outside.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public static async Task<OpenDestination> OpenAsync(
        string folder, bool readOnly, RepositoryOptions options, CancellationToken cancellation)
    {
        var repository = readOnly
            ? FolderRepository.OpenForReading(folder, options.Keys)
            : await FolderRepository.OpenAsync(folder, options, cancellation).ConfigureAwait(false);
        var destination = new Destination(
            repository.Service,
            repository.Folder,
            (file, details) => details.Private == true ? null : repository.PublicFile(file),
            (address, details) => details.Private == true ? null : Path.Combine(repository.PublicFolder, address.Subject, address.Name))
        {
            HasPlainFiles = true,
        };
        return new OpenDestination(destination, options.Keys as IDisposable);
    }
}
