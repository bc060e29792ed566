using System.IO.Compression;
using BintrayPush.Api.Content;

namespace BintrayPush.Packages.Tests;

/// <summary>The checksum of the entries of a zip.</summary>
[TestClass]
public sealed class Crc32Tests
{
    [TestMethod]
    public void It_is_the_one_that_the_world_has() => Assert.AreEqual(0xCBF43926, RawZip.CrcOf(TestPackages.Utf8("123456789")));

    [TestMethod]
    public void In_pieces_of_any_length_it_is_the_one_that_NET_writes()
    {
        var bytes = new byte[1000];
        new Random(1).NextBytes(bytes);
        for (var length = 0; length < 100; length++)
        {
            using var zip = new MemoryStream();
            using (var writer = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
            {
                using var entry = writer.CreateEntry("a").Open();
                entry.Write(bytes, length, bytes.Length - length);
            }

            var sum = new Crc32();
            for (var at = length; at < bytes.Length; at += length + 1)
            {
                sum.Add(bytes.AsSpan(at, Math.Min(length + 1, bytes.Length - at)));
            }

            using var reader = new ZipArchive(zip);
            Assert.AreEqual(reader.Entries[0].Crc32, sum.Value);
        }
    }
}
