using System.Diagnostics;
using System.Text;
using BintrayPush.Signing.Keys;
using BintrayPush.Signing.OpenPgp;
using Org.BouncyCastle.Bcpg;

namespace BintrayPush.Signing.Tests;

/// <summary>Two hundred files that are no keys: each is refused with a reason, soon, in little memory, and leaves nothing.</summary>
[TestClass]
public sealed class MalformedKeyTests
{
    private const string Passphrase = "correct horse battery";

    private readonly MemoryKeyFiles _files = new();
    private readonly byte[] _key = Binary(KeyPair.Generate(
        KeyType.Ed25519, "Acme <acme@example.org>", DateTimeOffset.UtcNow, null).Armoured(new Secret(Passphrase)));

    [TestMethod]
    public async Task Every_key_that_was_cut_is_refused()
    {
        for (var i = 0; i < 60; i++)
        {
            await RefuseAsync(_key[..(_key.Length * i / 60)], $"cut after {i} sixtieths");
        }
    }

    [TestMethod]
    public async Task Every_key_with_a_changed_byte_is_refused_or_still_signs_what_others_accept()
    {
        var random = new Random(15);
        var harmless = 0;
        for (var i = 0; i < 80; i++)
        {
            var changed = (byte[])_key.Clone();
            var at = random.Next(changed.Length);
            changed[at] ^= (byte)random.Next(1, 256);
            harmless += await IsTakenAsync(changed, $"changed byte {at}") ? 1 : 0;
        }

        // Two bytes of a signature only spare others the trouble to check it.
        Assert.IsLessThanOrEqualTo(3, harmless);
    }

    [TestMethod]
    public async Task A_private_part_without_a_passphrase_that_was_changed_is_refused()
    {
        var key = Binary(KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null).Armoured(null));
        // Its packet ends with the private number, 32 bytes, and their sum, two bytes.
        var end = 2 + key[1] - 2;
        for (var at = end - 32; at < end; at++)
        {
            var changed = (byte[])key.Clone();
            changed[at] ^= 0x20;
            await RefuseAsync(changed, $"changed byte {at}");
        }
    }

    [TestMethod]
    public async Task Every_wrong_armour_is_refused()
    {
        var text = KeyPair.Generate(KeyType.Ed25519, "Acme", DateTimeOffset.UtcNow, null).Armoured(new Secret(Passphrase));
        string[] wrong =
        [
            text.Replace("PRIVATE KEY BLOCK", "PUBLIC KEY BLOCK", StringComparison.Ordinal)[..60],
            text[..(text.Length / 2)],
            text[(text.Length / 2)..],
            text.Replace("\n\n", "\n", StringComparison.Ordinal)[..80],
            text.Replace('A', '!'),
            text.Replace('\n', '\0'),
            text.Split("-----\n")[0] + "-----\n",
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n-----END PGP PRIVATE KEY BLOCK-----\n",
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----\n",
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\n" + new string('A', 100_000),
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\ntext\n",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
            "-----BEGIN ",
            "-----BEGIN PGP ",
            "-----",
            "",
            "\n",
            "<html><body>404</body></html>",
            new string('-', 500_000),
            new string('A', 1_000_000),
            new string('A', 1_100_000),
        ];
        foreach (var (armour, index) in wrong.Select((armour, index) => (armour, index)))
        {
            await RefuseAsync(Encoding.ASCII.GetBytes(armour), $"armour {index}");
        }
    }

    [TestMethod]
    public async Task Every_packet_that_lies_about_its_length_is_refused()
    {
        foreach (var tag in Enumerable.Range(1, 21))
        {
            foreach (byte[] length in new byte[][] { [255, 255, 255, 255, 255], [255, 127, 255, 255, 255], [254, 254, 254] })
            {
                var packet = new List<byte> { (byte)(0xC0 | tag) };
                packet.AddRange(length);
                packet.AddRange(_key.AsSpan(2, 60));
                await RefuseAsync([.. packet], $"tag {tag}, length {Convert.ToHexString(length)}");
                // Everybody passes over markers, and over subkeys that nobody bound.
                var isTaken = await IsTakenAsync([.. _key, .. packet], $"after a key tag {tag}, length {Convert.ToHexString(length)}");
                Assert.IsTrue(!isTaken || (PacketTag)tag is PacketTag.Marker or PacketTag.PublicSubkey, $"tag {tag}");
            }
        }
    }

    [TestMethod]
    public async Task Packets_in_packets_are_refused()
    {
        foreach (var depth in new[] { 1, 10, 100, 1000, 5000 })
        {
            await RefuseAsync(Compressed(_key, depth), $"compressed {depth} times");
            await RefuseAsync(Embedded(depth), $"signatures in signatures, {depth} deep");
            // A certification by somebody else, whatever it says.
            await IsTakenAsync([.. _key, .. Embedded(depth)], $"after a key: signatures in signatures, {depth} deep");
        }

        await RefuseAsync([.. Enumerable.Repeat(_key, 1000).SelectMany(key => key)], "a thousand keys");
        await RefuseAsync([.. _key, .. _key], "two keys");
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("{\"keys\":null}")]
    [DataRow("{\"keys\":[null]}")]
    [DataRow("{\"keys\":[{\"public\":null}]}")]
    [DataRow("{\"keys\":[{\"public\":\"x\",\"private\":{\"salt\":null,\"nonce\":null,\"tag\":null,\"content\":null}}]}")]
    [DataRow("{\"keys\":[{\"public\":\"x\",\"signer\":[\"true\"]}]}")]
    [DataRow("[")]
    public async Task A_damaged_record_is_called_that(string record)
    {
        _files.Files["acme.json"] = Encoding.UTF8.GetBytes(record);

        var fault = await Assert.ThrowsExactlyAsync<BintrayException>(() => Keys().OpenAsync("acme", null, default));

        StringAssert.Contains(fault.Message, "damaged");
    }

    private async Task RefuseAsync(byte[] key, string what) =>
        Assert.IsFalse(await IsTakenAsync(key, what), $"{what}: it was taken");

    private async Task<bool> IsTakenAsync(byte[] key, string what)
    {
        var administration = new KeyAdministration(
            Keys(), TimeProvider.System, name => name == KeyAdministration.FilePassphraseVariable ? Passphrase : null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        try
        {
            await administration.ImportAsync("acme", key, replace: false, default);
        }
        catch (KeyRefusedException refusal)
        {
            Assert.IsNotEmpty(refusal.Message, what);
            Assert.IsEmpty(_files.Files, what);
            Assert.IsLessThan(64L << 20, GC.GetAllocatedBytesForCurrentThread() - before, $"{what}: it took much memory");
            Assert.IsLessThan(30, clock.Elapsed.TotalSeconds, $"{what}: it took long");
            return false;
        }

        using var signer = await Keys().OpenAsync("acme", null, default);
        var signature = await signer.SignAsync(new MemoryStream([1]), default);
        Assert.AreEqual(SignatureMatch.Good, await Keys().CompareAsync("acme", signature, new MemoryStream([1]), default), what);
        _files.Files.Clear();
        return true;
    }

    private SubjectKeys Keys() => new(
        _files, new InstallationKey(Path.Combine(Path.GetTempPath(), "bintray-malformed-keys", "installation.key")), TimeProvider.System);

    private static byte[] Binary(string armoured)
    {
        using var input = new ArmoredInputStream(new MemoryStream(Encoding.ASCII.GetBytes(armoured)));
        using var output = new MemoryStream();
        input.CopyTo(output);
        return output.ToArray();
    }

    /// <summary>Compressed data of the kind that is not compressed, as often as that fits.</summary>
    private static byte[] Compressed(byte[] inner, int depth)
    {
        for (var i = 0; i < depth; i++)
        {
            inner = Packet(PacketTag.CompressedData, [0, .. inner]);
        }

        return inner;
    }

    /// <summary>Signatures whose unhashed part has a signature, and so on.</summary>
    private static byte[] Embedded(int depth)
    {
        byte[] body = [];
        for (var i = 0; i < depth && body.Length < 60_000; i++)
        {
            byte[] sub = [255, 0, 0, (byte)((body.Length + 1) >> 8), (byte)(body.Length + 1), 32, .. body];
            body = [4, 0x18, 22, 10, 0, 0, (byte)(sub.Length >> 8), (byte)sub.Length, .. sub, 0, 0, 0, 1, 1, 0, 1, 1];
        }

        return Packet(PacketTag.Signature, body);
    }

    private static byte[] Packet(PacketTag tag, byte[] body) =>
    [
        (byte)(0xC0 | (int)tag), 255, (byte)(body.Length >> 24), (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length,
        .. body,
    ];
}
