using System.IO.Compression;
using System.Text;
using BintrayPush.Compare;

namespace BintrayPush.Tests.Pushing;

/// <summary>What a service publishes may be no zip at all, or one that lies: then it is other content, and nothing worse.</summary>
[TestClass]
public sealed class HostileZipTests
{
    [TestMethod]
    public async Task Every_damaged_byte_makes_another_content_or_none_and_never_an_accident()
    {
        var sound = Zip(2020, "alpha");
        var again = Zip(2026, "alpha");
        Assert.IsTrue((await CompareAsync(again, sound))!.IsNone);
        foreach (var value in new byte[] { 0, 0x7F, 0xFF })
        {
            for (var i = 0; i < sound.Length; i++)
            {
                var damaged = (byte[])sound.Clone();
                damaged[i] = value;
                _ = await CompareAsync(again, damaged);
            }
        }

        for (var length = 0; length < sound.Length; length++)
        {
            Assert.IsNull(await CompareAsync(again, [.. sound.Take(length)]));
        }
    }

    [TestMethod]
    public async Task An_entry_that_says_it_is_small_and_is_not_is_no_same_content()
    {
        var small = Zip(2020, "aaaaa");
        var bomb = Zip(2020, new string('a', 50_000_000));
        foreach (var at in Places(bomb, BitConverter.GetBytes(50_000_000)))
        {
            BitConverter.GetBytes(5).CopyTo(bomb, at);
        }

        Assert.IsFalse(await CompareAsync(small, bomb) is { IsNone: true });
    }

    [TestMethod]
    public async Task A_directory_that_is_larger_than_any_package_needs_is_not_read()
    {
        var zip = Zip(2020, "alpha");
        var end = Places(zip, [(byte)'P', (byte)'K', 5, 6]).Single();
        byte[] stretched = [.. zip.Take(end), .. new byte[17 << 20], .. zip.Skip(end)];

        Assert.IsNull(await CompareAsync(zip, stretched));
    }

    [TestMethod]
    [DataRow("<!DOCTYPE r [<!ENTITY a \"aaaa\">]><r>&a;</r>")]
    [DataRow("<r")]
    public async Task Relationships_that_cannot_be_read_safely_are_compared_as_they_are(string xml)
    {
        Assert.IsTrue((await CompareAsync(Zip(2020, xml, "_rels/.rels"), Zip(2021, xml, "_rels/.rels")))!.IsNone);
        Assert.IsFalse((await CompareAsync(Zip(2020, xml, "_rels/.rels"), Zip(2021, xml + " ", "_rels/.rels")))!.IsNone);
    }

    [TestMethod]
    public async Task A_name_that_would_write_to_the_terminal_is_shown_without_its_power()
    {
        var difference = await CompareAsync(Zip(2020, "x"), Zip(2020, "x", "\u001b[2Jevil\n" + new string('y', 500)));

        var words = difference!.Describe(reproducible: true);
        Assert.IsFalse(words.Any(char.IsControl));
        Assert.IsLessThan(300, words.Length);
    }

    private static Task<ContentDifference?> CompareAsync(byte[] here, byte[] there) =>
        PackageContent.CompareAsync(new MemoryStream(here), new MemoryStream(there), isPackage: true, CancellationToken.None);

    private static IEnumerable<int> Places(byte[] bytes, byte[] part) =>
        Enumerable.Range(0, bytes.Length - part.Length).Where(i => bytes[i] == part[0] && bytes.AsSpan(i, part.Length).SequenceEqual(part))
            .ToList();

    private static byte[] Zip(int year, string content, string name = "a.txt")
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = archive.CreateEntry(name);
            entry.LastWriteTime = new DateTimeOffset(year, 1, 2, 3, 4, 6, TimeSpan.Zero);
            using var stream = entry.Open();
            var text = Encoding.UTF8.GetBytes(content);
            stream.Write(text, 0, text.Length);
        }

        return bytes.ToArray();
    }
}

/// <summary>Bytes without end.</summary>
internal sealed class EndlessStream : Stream
{
    public long Given { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Given;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        Given += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
