using System.Security.Cryptography;
using BintrayPush.BucketConformance;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Azure.Tests;

[TestClass]
public sealed class ContentTests : BucketContentsConformance
{
    private const int Large = 9 << 20;

    [TestMethod]
    [DataRow(1000)]
    [DataRow(Large)]
    public async Task Who_reads_a_content_goes_on_when_others_bring_it_again_at_once(int length)
    {
        using var store = AzuriteNode.Open();
        var bytes = RandomNumberGenerator.GetBytes(length);
        var staged = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => store.StageAsync(new MemoryStream(bytes), TestContext.CancellationToken)));

        await Task.WhenAll(staged.Select(one => one.NameAsync("content/ab/abc", TestContext.CancellationToken)));
        var written = (await store.FindAsync("content/ab/abc", TestContext.CancellationToken))!;
        await Task.WhenAll(staged.Select(one => one.NameAsync("content/ab/abc", TestContext.CancellationToken)));

        Assert.AreEqual(written, await store.FindAsync("content/ab/abc", TestContext.CancellationToken), "nobody wrote it again");
        using var content = await store.OpenAsync("content/ab/abc", TestContext.CancellationToken);
        CollectionAssert.AreEqual(SHA256.HashData(bytes), await SHA256.HashDataAsync(content!, TestContext.CancellationToken));
    }

    protected override Task<IObjectStore> OpenStoreAsync() => Task.FromResult<IObjectStore>(AzuriteNode.Open());
}
