using System.Text;
using BintrayPush.Api.Content;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
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
    public async Task What_is_uploaded_anew_while_it_is_being_signed_is_published_with_a_signature_of_its_bytes()
    {
        var service = AfterTheSignatureOf("a", () => UploadAsync("a", "changed"));

        await service.PublishAsync(Version, new PublishRequest(), Cancellation);

        await IsSignedAsync("a", "changed");
    }

    [TestMethod]
    public async Task In_a_release_without_a_list_too()
    {
        var service = AfterTheSignatureOf("a", () => UploadAsync("a", "changed"));

        await service.PublishReleaseAsync([new ReleasedVersion(Version, null)], Cancellation);

        await IsSignedAsync("a", "changed");
    }

    [TestMethod]
    public async Task What_somebody_else_signs_at_the_same_moment_is_published_with_that_signature()
    {
        var others = Service(new HookedStore(_store));
        var service = WhileItReads("1", () => others.SignVersionAsync(Version, null, Cancellation));

        await service.PublishAsync(Version, new PublishRequest { Expected = [Expect("a", "1")] }, Cancellation);

        await IsSignedAsync("a", "1");
    }

    [TestMethod]
    public async Task What_arrives_while_others_of_the_list_are_being_signed_is_published_with_a_signature()
    {
        var service = AfterTheSignatureOf("a", () => UploadAsync("b", "2"));

        await service.PublishAsync(Version, new PublishRequest { Expected = [Expect("a", "1"), Expect("b", "2")] }, Cancellation);

        await IsSignedAsync("a", "1");
        await IsSignedAsync("b", "2");
    }

    [TestMethod]
    public async Task What_is_replaced_while_others_of_the_list_are_being_signed_does_not_lose_its_signature()
    {
        var plain = Service(new HookedStore(_store));
        await UploadAsync("b", "2");
        await plain.PublishAsync(Version, new PublishRequest { Expected = [Expect("b", "2")] }, Cancellation);
        var service = AfterTheSignatureOf("a", () => UploadAsync("b", "changed"));

        await service.PublishAsync(Version, new PublishRequest { Expected = [Expect("a", "1"), Expect("b", "changed")] }, Cancellation);

        await IsSignedAsync("a", "1");
        await IsSignedAsync("b", "changed");
    }

    [TestMethod]
    public async Task An_upload_that_is_published_at_once_takes_the_signature_that_somebody_else_made_meanwhile()
    {
        var others = Service(new HookedStore(_store));
        var service = WhileItReads("3", () => others.SignVersionAsync(Version, null, Cancellation));
        var upload = new UploadRequest { Version = Version, Path = RepositoryPath.Of("c"), Publish = true };

        await service.UploadAsync(upload, new MemoryStream("3"u8.ToArray()), Cancellation);

        await IsSignedAsync("c", "3");
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

    /// <summary>Somebody else acts once, when the bytes of a file have been opened.</summary>
    private ObjectStoreBintray WhileItReads(string text, Func<Task> act)
    {
        var content = Keys.Content(Hex.Sha256Of(text));
        var acted = false;
        return Service(new HookedStore(_store)
        {
            After = async (operation, key) =>
            {
                if (!acted && operation == "open" && key == content)
                {
                    acted = true;
                    await act();
                }
            },
        });
    }

    private async Task IsSignedAsync(string path, string text)
    {
        var bytes = new Dictionary<string, byte[]>();
        foreach (var name in new[] { path, path + ".asc" })
        {
            using var file = await _others.DownloadAsync(
                new FileAddress(Package.Repository, RepositoryPath.Of(name)), includeUnpublished: false, Cancellation);
            Assert.IsNotNull(file, $"{name} is not public");
            using var read = new MemoryStream();
            await file.Content.CopyToAsync(read, Cancellation);
            bytes[name] = read.ToArray();
        }

        Assert.AreEqual(text, Encoding.UTF8.GetString(bytes[path]));
        Assert.AreEqual(SignatureMatch.Good, await _keys.Keys.CompareAsync("acme", bytes[path + ".asc"], new MemoryStream(bytes[path]), Cancellation));
    }

    private static ExpectedFile Expect(string path, string text) => new(RepositoryPath.Of(path), Hex.Sha256Of(text));

    private ObjectStoreBintray Service(HookedStore store) => new(store, null, new StorageEnvironment { Keys = _keys.Keys });

    private Task UploadAsync(string path, string text) => _others.UploadAsync(
        new UploadRequest { Version = Version, Path = RepositoryPath.Of(path), Override = true },
        new MemoryStream(Encoding.UTF8.GetBytes(text)),
        Cancellation);

    private async Task<string[]> PublishedAsync() =>
        [.. (await _others.ListFilesAsync(Version, includeUnpublished: false, Cancellation)).Published.Select(file => file.Path.Value)];
}
