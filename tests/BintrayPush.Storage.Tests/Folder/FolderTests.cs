using System.Text;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>What the tests of the embedded repository share.</summary>
public abstract class FolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TestContext TestContext { get; set; } = null!;

    protected static RepositoryAddress Repo { get; } = RepositoryAddress.Of("Acme", "tools");

    protected static PackageAddress Lib { get; } = PackageAddress.Of(Repo, "lib");

    protected static VersionAddress V1 { get; } = VersionAddress.Of(Lib, "1.0");

    protected static VersionAddress V2 { get; } = VersionAddress.Of(Lib, "2.0");

    protected CancellationToken Cancellation => TestContext.CancellationToken;

    protected string Folder => _folder.Path;

    protected FolderRepository Opened { get; set; } = null!;

    protected IBintray Service => Opened.Service;

    [TestInitialize]
    public async Task OpenTheFolder()
    {
        Opened = await FolderRepository.OpenAsync(Folder, Cancellation);
        await Service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        await Service.CreatePackageAsync(Lib, new PackageDetails(), Cancellation);
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static async Task UploadAsync(IBintray service, VersionAddress version, string path, string text) =>
        await service.UploadAsync(
        new UploadRequest { Version = version, Path = RepositoryPath.Of(path), Override = true },
        new MemoryStream(Encoding.UTF8.GetBytes(text)),
        CancellationToken.None);

    protected async Task<PublishAnswer> PublishAsync(VersionAddress version, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            await UploadAsync(Service, version, path, text);
        }

        return await Service.PublishAsync(version, new PublishRequest(), Cancellation);
    }

    /// <summary>Where a published file lies.</summary>
    protected string Shown(string path) => Opened.PublicFile(new FileAddress(Repo, RepositoryPath.Of(path)));

    protected string[] FilesIn(string part) => Directory.Exists(Path.Combine(Folder, part))
        ? Directory.GetFiles(Path.Combine(Folder, part), "*", SearchOption.AllDirectories)
        : [];
}
