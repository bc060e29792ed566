using System.Security.Cryptography;
using BintrayPush.Storage.Store;

namespace BintrayPush.BucketConformance;

/// <summary>Contents in a bucket of a real engine.</summary>
public abstract class BucketContentsConformance
{
    private const int Large = 20_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    /// <summary>A store under a prefix of its own, to be disposed.</summary>
    protected abstract Task<IObjectStore> OpenStoreAsync();

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(8 << 20)]
    [DataRow((8 << 20) + 1)]
    [DataRow(Large)]
    public async Task A_content_is_read_as_it_was_written_from_anywhere(int length)
    {
        var store = await OpenStoreAsync();
        using var closed = (IDisposable)store;
        var bytes = RandomNumberGenerator.GetBytes(length);
        using (var staged = await store.StageAsync(new MemoryStream(bytes), Cancellation))
        {
            using var waiting = await staged.OpenAsync(Cancellation);
            Assert.AreEqual(length, waiting.Length);
            await staged.NameAsync("content/ab/abc", Cancellation);
            await staged.NameAsync("content/ab/abc", Cancellation);
        }

        using var content = await store.OpenAsync("content/ab/abc", Cancellation);
        Assert.AreEqual(length, content!.Length);
        Assert.AreEqual(length, (await store.GetLengthsAsync(["content/ab/abc"], Cancellation))[0]);
        CollectionAssert.AreEqual(SHA256.HashData(bytes), await SHA256.HashDataAsync(content, Cancellation));
        foreach (var start in new[] { length / 2, 0, Math.Max(length - 7, 0) })
        {
            content.Position = start;
            var piece = new byte[Math.Min(7, length - start)];
            await content.ReadExactlyAsync(piece, Cancellation);
            CollectionAssert.AreEqual(bytes[start..(start + piece.Length)], piece);
        }

        await NothingIsStagedAsync(store);
    }

    [TestMethod]
    public async Task An_upload_that_is_cut_leaves_nothing()
    {
        var store = await OpenStoreAsync();
        using var closed = (IDisposable)store;
        using var cut = new CutStream(Large);

        await Assert.ThrowsExactlyAsync<IOException>(() => store.StageAsync(cut, Cancellation));

        await NothingIsStagedAsync(store);
    }

    [TestMethod]
    public async Task A_damaged_content_is_out_of_use_until_good_bytes_come()
    {
        var store = await OpenStoreAsync();
        using var closed = (IDisposable)store;
        var good = RandomNumberGenerator.GetBytes(1000);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(good));
        var key = $"content/{sha256[..2]}/{sha256}";
        using var staged = await store.StageAsync(new MemoryStream(good), Cancellation);
        await store.PutIfAbsentAsync(key, [1, 2, 3], Cancellation);

        Assert.IsTrue(await store.SetAsideAsync(key, sha256, Cancellation));

        Assert.IsNull(await store.OpenAsync(key, Cancellation));
        Assert.IsFalse(await store.ExistsAsync(key, Cancellation));
        await staged.NameAsync(key, Cancellation);
        using var healed = await store.OpenAsync(key, Cancellation);
        CollectionAssert.AreEqual(SHA256.HashData(good), await SHA256.HashDataAsync(healed!, Cancellation));
        Assert.IsFalse(await store.SetAsideAsync(key, sha256, Cancellation), "it is intact");
    }

    /// <summary>What has its name is removed from where it was staged while nobody waits for it.</summary>
    private async Task NothingIsStagedAsync(IObjectStore store)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limited.CancelAfter(Patience);
        IReadOnlyList<StagedLeftover> left;
        do
        {
            left = await store.DropStagedAsync(TimeSpan.Zero, dryRun: true, limited.Token);
        }
        while (left.Count > 0);
    }

    /// <summary>Bytes that end with a broken connection.</summary>
    private sealed class CutStream(int length) : MemoryStream(new byte[length])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is var read and > 0 ? read : throw new IOException("the line is cut");
    }
}
