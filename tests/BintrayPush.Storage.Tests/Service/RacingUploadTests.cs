using System.Text;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Tests.Interleaving;

namespace BintrayPush.Storage.Tests.Service;

/// <summary>Uploads of one path of one version that was not there when they began.</summary>
[TestClass]
[TestCategory("Quick")]
public sealed class RacingUploadTests
{
    private static readonly RepositoryPath File = RepositoryPath.Of("a");
    private static readonly PackageAddress Package = PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib");
    private static readonly VersionAddress Version = VersionAddress.Of(Package, "1.0");

    private readonly MemoryStore _store = new();
    private readonly ObjectStoreBintray _others;

    public RacingUploadTests() => _others = new ObjectStoreBintray(_store);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestInitialize]
    public async Task Make()
    {
        await _others.CreateRepositoryAsync(Package.Repository, new RepositoryDetails(), Cancellation);
        await _others.CreatePackageAsync(Package, new PackageDetails(), Cancellation);
    }

    [TestMethod]
    public async Task An_upload_that_found_no_version_is_not_refused_because_another_made_it_with_the_same_file()
    {
        await UploadAsync(WhenTheRecordIsLookedFor(() => UploadAsync(_others, "other")), "mine");

        Assert.AreEqual("mine", await ReadAsync());
    }

    [TestMethod]
    public async Task Nor_because_another_deleted_the_version_and_made_it_anew()
    {
        await UploadAsync(_others, "old");
        var service = WhenTheRecordIsLookedFor(async () =>
        {
            await _others.DeleteVersionAsync(Version, Cancellation);
            await UploadAsync(_others, "other");
        });

        await UploadAsync(service, "mine");

        Assert.AreEqual("mine", await ReadAsync());
    }

    /// <summary>Somebody else acts once, before it is looked who has the path.</summary>
    private ObjectStoreBintray WhenTheRecordIsLookedFor(Func<Task> act)
    {
        var record = $"/{Keys.PathHash(File)}.json";
        var acted = false;
        return new ObjectStoreBintray(new HookedStore(_store)
        {
            Before = async (operation, key) =>
            {
                if (!acted && operation == "get" && key.EndsWith(record, StringComparison.Ordinal))
                {
                    acted = true;
                    await act();
                }
            },
        });
    }

    private Task UploadAsync(ObjectStoreBintray service, string text) => service.UploadAsync(
        new UploadRequest { Version = Version, Path = File }, new MemoryStream(Encoding.UTF8.GetBytes(text)), Cancellation);

    private async Task<string> ReadAsync()
    {
        using var file = await _others.DownloadAsync(new FileAddress(Package.Repository, File), includeUnpublished: true, Cancellation);
        using var text = new StreamReader(file!.Content);
        return await text.ReadToEndAsync(Cancellation);
    }
}
