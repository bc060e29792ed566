using BintrayPush.Api.Service;
using BintrayPush.Storage.Formats.Debian;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Files;

/// <summary>Debian coordinates (protocol reference 8.4).</summary>
internal static class DebianRules
{
    private const string DefaultComponent = "main";

    /// <summary>The coordinates of an upload, with the repository's defaults where it has none of its own.</summary>
    /// <exception cref="BintrayException">
    /// 400: a Debian package in a Debian repository needs a distribution and an architecture, or the path is one of an index.
    /// </exception>
    public static DebianCoordinates? Completed(RepositoryDetails repository, UploadRequest upload)
    {
        var given = upload.Debian;
        if (repository.Type == RepositoryTypes.Debian && DebianNames.IsOfIndex(upload.Path.Value))
        {
            throw StoreRefusal.BadRequest(
                $"'{upload.Path}' is below '{DebianNames.Indexes}', which this service writes itself: the index of a Debian repository");
        }

        if (!IsPackage(repository, upload.Path))
        {
            return given;
        }

        var completed = new DebianCoordinates(
            given?.Distribution ?? repository.DefaultDebianDistribution,
            given?.Component ?? repository.DefaultDebianComponent ?? DefaultComponent,
            given?.Architecture ?? repository.DefaultDebianArchitecture);
        if (completed is not { Distribution: not null, Architecture: not null })
        {
            throw StoreRefusal.BadRequest(
                $"'{upload.Path}' needs a Debian distribution and architecture: repository has no defaults for them");
        }

        PlacesOf(upload, completed);
        return completed;
    }

    /// <summary>Looks into a package that has arrived, so that none is stored that cannot stand in an index.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="upload">Where it goes.</param>
    /// <param name="coordinates">Its coordinates, complete.</param>
    /// <param name="reader">Reads packages; without one, the index is what finds a broken one.</param>
    /// <param name="open">Opens what has arrived.</param>
    /// <exception cref="BintrayException">400: it is broken.</exception>
    public static async Task CheckAsync(
        RepositoryDetails repository,
        UploadRequest upload,
        DebianCoordinates? coordinates,
        IDebReader? reader,
        Func<Task<Stream?>> open,
        CancellationToken cancellation)
    {
        if (reader is null || coordinates is null || !IsPackage(repository, upload.Path))
        {
            return;
        }

        try
        {
            using var content = await open().ConfigureAwait(false);
            await PackageStanzas.CheckAsync(reader, content ?? Stream.Null, PlacesOf(upload, coordinates), cancellation)
                .ConfigureAwait(false);
        }
        catch (InvalidDataException fault)
        {
            throw StoreRefusal.BadRequest($"'{upload.Path}' is not taken as a Debian package: {fault.Message}");
        }
    }

    private static bool IsPackage(RepositoryDetails repository, RepositoryPath path) =>
        repository.Type == RepositoryTypes.Debian && DebianNames.IsPackageFile(path.Value);

    private static DebianPlaces PlacesOf(UploadRequest upload, DebianCoordinates coordinates)
    {
        try
        {
            return DebianPlaces.Of(coordinates);
        }
        catch (InvalidDataException fault)
        {
            throw StoreRefusal.BadRequest($"'{upload.Path}' cannot be in an index: {fault.Message}");
        }
    }
}
