using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Files;

/// <summary>Debian coordinates (protocol reference 8.4).</summary>
internal static class DebianRules
{
    private const string DefaultComponent = "main";

    /// <summary>The coordinates of an upload, with the repository's defaults where it has none of its own.</summary>
    /// <exception cref="BintrayException">
    /// 400: a Debian package in a Debian repository needs a distribution and an architecture.
    /// </exception>
    public static DebianCoordinates? Completed(RepositoryDetails repository, UploadRequest upload)
    {
        var given = upload.Debian;
        if (repository.Type != RepositoryTypes.Debian || !upload.Path.FileName.EndsWith(".deb", StringComparison.OrdinalIgnoreCase))
        {
            return given;
        }

        var completed = new DebianCoordinates(
            given?.Distribution ?? repository.DefaultDebianDistribution,
            given?.Component ?? repository.DefaultDebianComponent ?? DefaultComponent,
            given?.Architecture ?? repository.DefaultDebianArchitecture);
        return completed is { Distribution: not null, Architecture: not null }
            ? completed
            : throw StoreRefusal.BadRequest(
                $"'{upload.Path}' needs a Debian distribution and architecture: repository has no defaults for them");
    }
}
