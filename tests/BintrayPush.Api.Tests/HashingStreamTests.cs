using System.Security.Cryptography;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;

namespace BintrayPush.Api.Tests;

/// <summary>However a content comes, its hashes are those of its bytes; and nobody waits for a hash that is not wanted any more.</summary>
[TestClass]
public sealed class HashingStreamTests
{
    /// <summary>Up to here whoever reads hashes; beyond it others do, in blocks of half this size.</summary>
    private const int Small = 1 << 18;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(Small - 1)]
    [DataRow(Small)]
    [DataRow(Small + 1)]
    [DataRow(Small + (Small / 2))]
    [DataRow((2 * Small) - 1)]
    [DataRow(2 * Small)]
    [DataRow((2 * Small) + 1)]
    [DataRow((9 * Small) + 77)]
    public async Task The_hashes_are_those_of_the_bytes_in_whatever_pieces_they_come(int size)
    {
        var content = Bytes(size);
        foreach (var most in new[] { 1 << 12, 100_001, Small / 2, 3 * Small })
        {
            using var hashing = new HashingStream(new Pieces(content, most), size);
            using var copy = new MemoryStream();
            await hashing.CopyToAsync(copy, most, TestContext.CancellationToken);

            CollectionAssert.AreEqual(content, copy.ToArray());
            Assert.AreEqual(HashesOf(content), hashing.Finish(), $"pieces of up to {most} bytes");
        }
    }

    [TestMethod]
    public async Task Reading_may_change_between_waiting_and_blocking_and_end_before_the_end()
    {
        var content = Bytes(5 * Small);
        using var hashing = new HashingStream(new Pieces(content, 70_000));
        var buffer = new byte[70_000];
        for (var i = 0; hashing.Position < 4 * Small; i++)
        {
            _ = i % 2 == 0
                ? await hashing.ReadAsync(buffer, 0, buffer.Length, TestContext.CancellationToken)
                : hashing.Read(buffer, 0, buffer.Length);
        }

        Assert.AreEqual(HashesOf(content.AsSpan(0, (int)hashing.Position).ToArray()), hashing.Finish());
    }

    [TestMethod]
    public async Task Many_at_once_do_not_disturb_each_other()
    {
        var contents = Enumerable.Range(1, 16).Select(i => Bytes(4 * Small, i)).ToArray();
        var found = await Task.WhenAll(contents.Select(async content =>
        {
            using var hashing = new HashingStream(new Pieces(content, 50_000));
            await hashing.DrainAsync(TestContext.CancellationToken);
            return hashing.Finish();
        }));
        CollectionAssert.AreEqual(contents.Select(HashesOf).ToArray(), found);
    }

    [TestMethod]
    [DataRow(1000)]
    [DataRow(5 * Small)]
    public async Task A_failure_in_the_middle_is_the_senders(int before)
    {
        using var hashing = new HashingStream(new Pieces(Bytes(before), 70_000, _ => throw new IOException("broken off")));
        var failure = await Assert.ThrowsExactlyAsync<ContentReadException>(() => hashing.DrainAsync(TestContext.CancellationToken));
        Assert.AreEqual("broken off", failure.Message);
        Assert.AreEqual(before, hashing.Position);
    }

    [TestMethod]
    [DataRow(1000)]
    [DataRow(5 * Small)]
    public async Task Whoever_gives_up_does_not_wait(int before)
    {
        using var given = new CancellationTokenSource();
        using var hashing = new HashingStream(new Pieces(Bytes(before), 70_000, async cancellation =>
        {
            given.Cancel();
            await Task.Delay(Timeout.Infinite, cancellation);
        }));
        await Assert.ThrowsAsync<OperationCanceledException>(() => hashing.DrainAsync(given.Token));
    }

    [TestMethod]
    [DataRow(1000)]
    [DataRow(5 * Small)]
    public async Task More_than_announced_is_stopped_at_once(int announced)
    {
        using var hashing = new HashingStream(new Pieces(Bytes(announced + Small), 1000), announced);
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => hashing.DrainAsync(TestContext.CancellationToken));
        StringAssert.Contains(refusal.Message, $"{announced} bytes were announced and more came");
        Assert.IsLessThanOrEqualTo(announced, hashing.Position);
    }

#if NET
    [TestMethod]
    public async Task Workers_end_when_they_are_abandoned_in_the_middle()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var workers = new HashWorkers([hash]);
        await workers.AppendAsync(Bytes(5 * Small));
        await workers.Abandon();
    }

    [TestMethod]
    public async Task A_worker_that_fails_fails_the_whole_and_keeps_nobody_waiting()
    {
        var broken = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        broken.Dispose();
        var workers = new HashWorkers([broken]);
        await Assert.ThrowsAsync<Exception>(async () =>
        {
            // More than may wait.
            await workers.AppendAsync(Bytes(10 * Small));
            await workers.CompleteAsync();
        });
        await workers.Abandon();
    }
#endif

    private static byte[] Bytes(int size, int seed = 1)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

#pragma warning disable CA1850, CA5350, CA5351 // The same on .NET Framework; SHA-1 and MD5 are the protocol's checksums.
    private static ContentHashes HashesOf(byte[] content)
    {
        using var sha256 = SHA256.Create();
        using var sha1 = SHA1.Create();
        using var md5 = MD5.Create();
        return new(
            content.Length, Hex.Of(sha256.ComputeHash(content)), Hex.Of(sha1.ComputeHash(content)), Hex.Of(md5.ComputeHash(content)));
    }
#pragma warning restore CA1850, CA5350, CA5351

    /// <summary>A content that comes in pieces of all sizes, as from a network; some of them later.</summary>
    private sealed class Pieces(byte[] content, int most, Func<CancellationToken, Task>? atEnd = null) : MemoryStream(content)
    {
        private readonly Random _random = new(most);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Next(count));

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            if (_random.Next(4) == 0)
            {
                await Task.Yield();
            }

            if (Position == Length && atEnd is not null)
            {
                await atEnd(cancellationToken);
            }

            return base.Read(buffer, offset, Next(count));
        }

#if NET
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var piece = new byte[buffer.Length];
            var read = await ReadAsync(piece, 0, piece.Length, cancellationToken);
            piece.AsSpan(0, read).CopyTo(buffer.Span);
            return read;
        }
#endif

        private int Next(int count) => _random.Next(1, Math.Min(count, most) + 1);
    }
}
