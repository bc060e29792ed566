using System.Security.Cryptography;
using BintrayPush.Api.Failures;
using BintrayPush.Storage.Buckets.Caching;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.S3.Tests.Caching;

/// <summary>Contents in a folder of the server: what is never served from there, and what never keeps a download from its end.</summary>
[TestClass]
public sealed class ContentFolderTests : IAsyncDisposable
{
    private const int Block = 4096;

    private readonly TemporaryFolder _folder = new();
    private SmallEngine _engine = null!;
    private S3ObjectStore _store = null!;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestInitialize]
    public async Task StartAsync()
    {
        _engine = await SmallEngine.StartAsync();
        _store = S3ObjectStore.OpenForReading(_engine.Place);
    }

    public async ValueTask DisposeAsync()
    {
        _store.Dispose();
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [TestMethod]
    public async Task What_was_read_to_its_end_comes_from_the_folder_whole_and_in_ranges()
    {
        using var contents = Open();
        var (key, bytes) = await AddAsync(10_000);
        await ReadAsync(contents, key);

        Assert.AreEqual("", await _engine.CountAsync(async () =>
        {
            CollectionAssert.AreEqual(bytes, await ReadAsync(contents, key));
            using var content = await OpenAsync(contents, key);
            content!.Seek(9_990, SeekOrigin.Begin);
            var end = new byte[10];
            await content.ReadExactlyAsync(end, Cancellation);
            CollectionAssert.AreEqual(bytes[^10..], end);
            Assert.AreEqual(key, ((IStoredContent)content).Key);
        }));
    }

    [TestMethod]
    public async Task Who_reads_a_part_or_is_cut_off_leaves_nothing()
    {
        using var contents = Open();
        var (key, bytes) = await AddAsync(10_000);
        foreach (var (at, length) in new[] { (0, 100), (5_000, 5_000) })
        {
            using var content = await OpenAsync(contents, key);
            content!.Position = at;
            await content.ReadExactlyAsync(new byte[length], Cancellation);
        }

        Assert.AreEqual(0, contents.Bytes);
        Assert.IsEmpty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("lock", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(bytes, await ReadAsync(contents, key));
    }

    [TestMethod]
    public async Task One_reader_fills_it_and_those_at_the_same_time_read_on_their_own()
    {
        using var contents = Open();
        var (key, bytes) = await AddAsync(10_000);
        using var first = await OpenAsync(contents, key);
        await first!.ReadExactlyAsync(new byte[100], Cancellation);

        CollectionAssert.AreEqual(bytes, await ReadAsync(contents, key));
        Assert.HasCount(1, Directory.GetFiles(Path.Combine(_folder.Path, "incoming")));
        Assert.AreEqual("1 GET", await _engine.CountAsync(() => ReadAsync(contents, key)));

        await first.CopyToAsync(Stream.Null, Cancellation);
        Assert.AreEqual("", await _engine.CountAsync(() => ReadAsync(contents, key)));
    }

    [TestMethod]
    public async Task It_is_bounded_and_what_was_not_read_for_longest_goes_first()
    {
        using var contents = Open(3 * Block);
        var keys = new List<string>();
        foreach (var size in (int[])[4000, 4001, 4002])
        {
            keys.Add((await AddAsync(size)).Key);
            await ReadAsync(contents, keys[^1]);
        }

        await ReadAsync(contents, keys[0]);
        var (fourth, _) = await AddAsync(4003);
        await ReadAsync(contents, fourth);
        var (tooLarge, _) = await AddAsync((3 * Block) + 1);
        await ReadAsync(contents, tooLarge);

        Assert.AreEqual(3 * Block, contents.Bytes);
        Assert.AreEqual("", await _engine.CountAsync(() => ReadAsync(contents, keys[0])));
        Assert.AreEqual("1 GET", await _engine.CountAsync(() => ReadAsync(contents, keys[1])));
        Assert.IsLessThanOrEqualTo(
            3 * Block, Directory.GetFiles(Path.Combine(_folder.Path, "contents"), "*", SearchOption.AllDirectories)
                .Sum(file => (int)new FileInfo(file).Length));
    }

    [TestMethod]
    public async Task A_process_that_is_started_later_goes_on_with_what_is_there()
    {
        var (key, _) = await AddAsync(10_000);
        using (var earlier = Open())
        {
            await ReadAsync(earlier, key);
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "incoming", "half"), "of a killed process", Cancellation);
        using var contents = Open();

        Assert.AreEqual("", await _engine.CountAsync(() => ReadAsync(contents, key)));
        Assert.IsEmpty(Directory.GetFiles(Path.Combine(_folder.Path, "incoming")));
    }

    [TestMethod]
    [DataRow(false, DisplayName = "while the process runs")]
    [DataRow(true, DisplayName = "between two processes")]
    public async Task A_file_of_another_length_is_not_served_and_is_replaced(bool isStartedAgain)
    {
        var (key, bytes) = await AddAsync(10_000);
        var contents = Open();
        await ReadAsync(contents, key);
        await File.WriteAllBytesAsync(FileOf(), bytes[..^1], Cancellation);
        if (isStartedAgain)
        {
            contents.Dispose();
            contents = Open();
        }

        using (contents)
        {
            CollectionAssert.AreEqual(bytes, await ReadAsync(contents, key));
            Assert.AreEqual("", await _engine.CountAsync(() => ReadAsync(contents, key)));
        }
    }

    [TestMethod]
    public async Task Other_bytes_of_the_same_length_that_an_earlier_process_has_left_are_not_served()
    {
        var (key, bytes) = await AddAsync(10_000);
        using (var earlier = Open())
        {
            await ReadAsync(earlier, key);
        }

        // As a power loss leaves a file whose bytes were not on the disk yet.
        await File.WriteAllBytesAsync(FileOf(), new byte[10_000], Cancellation);
        using var contents = Open();

        CollectionAssert.AreEqual(bytes, await ReadAsync(contents, key));
    }

    [TestMethod]
    public async Task Bytes_that_are_not_what_their_name_says_are_not_kept()
    {
        using var contents = Open();
        var key = KeyOf(new byte[10_000]);
        await _store.PutIfAbsentAsync(key, RandomNumberGenerator.GetBytes(10_000), Cancellation);
        await ReadAsync(contents, key);

        Assert.AreEqual("1 GET", await _engine.CountAsync(() => ReadAsync(contents, key)));
        Assert.AreEqual(0, contents.Bytes);
    }

    [TestMethod]
    public async Task A_folder_that_cannot_be_written_any_more_fails_no_download()
    {
        using var contents = Open();
        var (key, bytes) = await AddAsync(10_000);
        var (other, _) = await AddAsync(10_001);
        await ReadAsync(contents, other);
        Directory.Delete(Path.Combine(_folder.Path, "contents"), recursive: true);
        Directory.Delete(Path.Combine(_folder.Path, "incoming"), recursive: true);

        CollectionAssert.AreEqual(bytes, await ReadAsync(contents, key));
        Assert.HasCount(10_001, await ReadAsync(contents, other));
        Assert.AreEqual(0, contents.Bytes);
    }

    [TestMethod]
    public async Task What_is_asked_as_a_truth_is_asked_of_the_bucket()
    {
        using var contents = Open();
        var (key, _) = await AddAsync(10_000);
        var cached = _store.WithCaches(contents);
        await ReadAsync(contents, key);
        await _store.DeleteAsync(key, Cancellation);

        Assert.IsFalse(await cached.ExistsAsync(key, Cancellation));
        Assert.IsNull((await cached.GetLengthsAsync([key], Cancellation))[0]);
    }

    [TestMethod]
    public async Task Nobody_else_can_read_it_and_no_other_process_can_have_it()
    {
        using var contents = Open();
        var (key, _) = await AddAsync(10_000);
        await ReadAsync(contents, key);

        var refusal = Assert.ThrowsExactly<BintrayException>(() => Open().Dispose());

        StringAssert.StartsWith(refusal.Message, "BTP4096: ");
        if (!OperatingSystem.IsWindows())
        {
            foreach (var entry in Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories))
            {
                Assert.AreEqual((UnixFileMode)0, File.GetUnixFileMode(entry) & (UnixFileMode)0b111_111, entry);
            }
        }
    }

    private static string KeyOf(byte[] bytes)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return $"content/{sha256[..2]}/{sha256}";
    }

    private ContentFolder Open(long maxBytes = 1 << 20) => ContentFolder.Open(_folder.Path, maxBytes);

    private string FileOf() => Directory.GetFiles(Path.Combine(_folder.Path, "contents"), "*", SearchOption.AllDirectories).Single();

    private async Task<(string Key, byte[] Bytes)> AddAsync(int size)
    {
        var bytes = RandomNumberGenerator.GetBytes(size);
        var key = KeyOf(bytes);
        await _store.PutIfAbsentAsync(key, bytes, Cancellation);
        return (key, bytes);
    }

    private Task<Stream?> OpenAsync(ContentFolder contents, string key) => _store.WithCaches(contents).OpenAsync(key, Cancellation);

    private async Task<byte[]> ReadAsync(ContentFolder contents, string key)
    {
        using var content = await OpenAsync(contents, key);
        using var bytes = new MemoryStream();
        await content!.CopyToAsync(bytes, Cancellation);
        return bytes.ToArray();
    }
}
