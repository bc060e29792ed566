using System.Security.Cryptography;
using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Signing.Keys;

namespace BintrayPush.Conformance;

/// <summary>What all themes share. Nothing here or below knows more of a service than <see cref="IBintray"/>.</summary>
public abstract class ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    private readonly TPlace _place = new();

    public TestContext TestContext { get; set; } = null!;

    protected static RepositoryAddress Repo { get; } = RepositoryAddress.Of("acme", "tools");

    protected static PackageAddress Lib { get; } = PackageAddress.Of(Repo, "lib");

    protected static PackageAddress Other { get; } = PackageAddress.Of(Repo, "other");

    protected static VersionAddress V1 { get; } = VersionAddress.Of(Lib, "1.0");

    protected static VersionAddress V2 { get; } = VersionAddress.Of(Lib, "2.0");

    protected CancellationToken Cancellation => TestContext.CancellationToken;

    protected IBintray Service { get; private set; } = null!;

    /// <summary>The keys that it signs with.</summary>
    protected SubjectKeys Keys => _place.Keys;

    [TestInitialize]
    public async Task OpenTheService()
    {
        Service = await _place.OpenAsync();
        await PrepareAsync();
    }

    [TestCleanup]
    public async Task CloseTheService() => await _place.DisposeAsync();

    /// <summary>What is there before each test of a theme.</summary>
    protected virtual async Task PrepareAsync()
    {
        await Service.CreateRepositoryAsync(Repo, new RepositoryDetails(), Cancellation);
        await Service.CreatePackageAsync(Lib, new PackageDetails(), Cancellation);
        await Service.CreatePackageAsync(Other, new PackageDetails(), Cancellation);
    }

    protected static FileAddress File(string path) => new(Repo, RepositoryPath.Of(path));

    protected static ExpectedFile Expect(string path, string text) => new(RepositoryPath.Of(path), Sha256Of(text));

    protected static string Sha256Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    protected Task<UploadAnswer> UploadAsync(
        VersionAddress version, string path, string text, bool replace = false, bool publish = false) =>
        UploadAsync(new UploadRequest { Version = version, Path = RepositoryPath.Of(path), Override = replace, Publish = publish }, text);

    protected Task<UploadAnswer> UploadAsync(UploadRequest upload, string text) =>
        Service.UploadAsync(upload, new MemoryStream(Encoding.UTF8.GetBytes(text)), Cancellation);

    protected Task<UploadAnswer> UploadAsync(UploadRequest upload, byte[] bytes) =>
        Service.UploadAsync(upload, new MemoryStream(bytes), Cancellation);

    protected Task<PublishAnswer> PublishAsync(VersionAddress version, params ExpectedFile[] expected) =>
        Service.PublishAsync(version, new PublishRequest { Expected = expected.Length == 0 ? null : expected }, Cancellation);

    /// <summary>A file's text, or null.</summary>
    protected async Task<string?> ReadAsync(string path, bool includeUnpublished = false)
    {
        using var download = await Service.DownloadAsync(File(path), includeUnpublished, Cancellation);
        if (download is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await download.Content.CopyToAsync(bytes, Cancellation);
        Assert.AreEqual(download.File.Size, bytes.Length);
        var text = Encoding.UTF8.GetString(bytes.ToArray());
        Assert.AreEqual(download.File.Sha256 ?? Sha256Of(text), Sha256Of(text));
        return text;
    }

    protected async Task<string[]> PublishedPathsAsync(VersionAddress version) =>
        [.. (await Service.ListFilesAsync(version, includeUnpublished: false, Cancellation)).Published.Select(file => file.Path.Value)];

    protected async Task<string[]> UnpublishedPathsAsync(VersionAddress version) =>
        [.. (await Service.ListFilesAsync(version, includeUnpublished: true, Cancellation)).Unpublished.Select(file => file.Path.Value)];

    /// <summary>The call is refused with this status, and the message holds these words.</summary>
    protected static async Task RefusedAsync(int status, string words, Func<Task> call)
    {
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(call);
        Assert.AreEqual(status, refusal.Status, refusal.Message);
        StringAssert.Contains(refusal.Message, words, StringComparison.Ordinal);
    }
}
