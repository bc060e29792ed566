using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Conformance;
using BintrayPush.Signing.OpenPgp;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.Tests.Interleaving;

namespace BintrayPush.Storage.Tests.Service;

/// <summary>What others do while a version of a repository that wants signatures is being signed and published.</summary>
[TestClass]
[TestCategory("Quick")]
public sealed class SignedPublicationTests : IDisposable
{
    private static readonly PackageAddress Package = PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib");
    private static readonly VersionAddress Version = VersionAddress.Of(Package, "1.0");

    private readonly MemoryStore _store = new();
    private readonly MemoryKeyFiles _keys = new();
    private readonly ObjectStoreBintray _others;

    public SignedPublicationTests() => _others = new ObjectStoreBintray(_store);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    public void Dispose() => _keys.Dispose();

    [TestInitialize]
    public async Task Upload()
    {
        await _keys.Keys.AddAsync(
            "acme", KeyPair.Generate(KeyType.Ed25519, "Acme <acme@example.org>", DateTimeOffset.UtcNow, null), null, replace: false, Cancellation);
        await _others.CreateRepositoryAsync(Package.Repository, new RepositoryDetails { GpgSignFiles = true }, Cancellation);
        await _others.CreatePackageAsync(Package, new PackageDetails(), Cancellation);
        await UploadAsync("a", "1");
    }

    [TestMethod]
    public async Task What_is_uploaded_while_it_is_being_signed_waits_for_the_next_publish()
    {
        var service = AfterTheSignatureOf("a", () => UploadAsync("b", "2"));

        Assert.AreEqual(2, (await service.PublishAsync(Version, new PublishRequest(), Cancellation)).Files);

        CollectionAssert.AreEqual(new[] { "a", "a.asc" }, await PublishedAsync());
        Assert.AreEqual(2, (await service.PublishAsync(Version, new PublishRequest(), Cancellation)).Files);
        CollectionAssert.AreEqual(new[] { "a", "a.asc", "b", "b.asc" }, await PublishedAsync());
    }

    [TestMethod]
    public async Task What_is_uploaded_anew_while_it_is_being_signed_is_not_published_without_a_signature()
    {
        var service = AfterTheSignatureOf("a", () => UploadAsync("a", "changed"));

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => service.PublishAsync(Version, new PublishRequest(), Cancellation));

        Assert.AreEqual(BintrayException.Conflict, refusal.Status);
        StringAssert.Contains(refusal.Message, "nothing was published: 'a'");
        Assert.IsEmpty(await PublishedAsync());
        await service.PublishAsync(Version, new PublishRequest(), Cancellation);
        CollectionAssert.AreEqual(new[] { "a", "a.asc" }, await PublishedAsync());
    }

    [TestMethod]
    public async Task In_a_release_without_a_list_too()
    {
        var service = AfterTheSignatureOf("a", () => UploadAsync("a", "changed"));

        await Assert.ThrowsExactlyAsync<BintrayException>(
            () => service.PublishReleaseAsync([new ReleasedVersion(Version, null)], Cancellation));

        Assert.IsEmpty(await PublishedAsync());
    }

    [TestMethod]
    public async Task A_signature_whose_file_was_deleted_keeps_nobody_from_publishing()
    {
        var service = Service(new HookedStore(_store));
        await service.SignVersionAsync(Version, null, Cancellation);
        await service.DeleteFileAsync(new FileAddress(Package.Repository, RepositoryPath.Of("a")), Cancellation);
        await UploadAsync("b", "2");

        await service.PublishAsync(Version, new PublishRequest(), Cancellation);

        CollectionAssert.AreEqual(new[] { "b", "b.asc" }, await PublishedAsync());
    }

    /// <summary>Somebody else acts once, when the signature of a file has been uploaded.</summary>
    private ObjectStoreBintray AfterTheSignatureOf(string file, Func<Task> act)
    {
        var hash = Keys.PathHash(RepositoryPath.Of(file + ".asc"));
        var acted = false;
        return Service(new HookedStore(_store)
        {
            After = async (operation, key) =>
            {
                if (!acted && operation == "create" && key.EndsWith($"/{hash}.json", StringComparison.Ordinal))
                {
                    acted = true;
                    await act();
                }
            },
        });
    }

    private ObjectStoreBintray Service(HookedStore store) => new(store, null, new StorageEnvironment { Keys = _keys.Keys });

    private Task UploadAsync(string path, string text) => _others.UploadAsync(
        new UploadRequest { Version = Version, Path = RepositoryPath.Of(path), Override = true },
        new MemoryStream(Encoding.UTF8.GetBytes(text)),
        Cancellation);

    private async Task<string[]> PublishedAsync() =>
        [.. (await _others.ListFilesAsync(Version, includeUnpublished: false, Cancellation)).Published.Select(file => file.Path.Value)];
}
