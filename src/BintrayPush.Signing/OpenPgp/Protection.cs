using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace BintrayPush.Signing.OpenPgp;

/// <summary>
/// Encrypts private parts for a file that other programs read: AES-256 under a passphrase that is hashed by SHA-256 as often as OpenPGP
/// can have it. The library would hash it by SHA-1, a thousandth of that.
/// </summary>
internal static class Protection
{
    /// <summary>As a byte of OpenPGP (RFC 9580, 3.7.1.3), which is <see cref="HashedBytes"/>.</summary>
    private const int HashedBytesCode = 0xFF;

    private const int HashedBytes = 65_011_712;
    private const int SaltSize = 8;
    private const int BlockSize = 16;

    /// <summary>Writes a key whose private parts are not protected, so that they are.</summary>
    /// <param name="ring">The key.</param>
    /// <param name="passphrase">The passphrase.</param>
    /// <param name="output">What is written to.</param>
    public static void Write(PgpSecretKeyRing ring, Secret passphrase, Stream output)
    {
        using var packets = new BcpgInputStream(new MemoryStream(ring.GetEncoded()));
        using var written = new BcpgOutputStream(output);
        while (packets.ReadPacket() is { } packet)
        {
            var kept = packet is SecretKeyPacket { EncAlgorithm: SymmetricKeyAlgorithmTag.Null } open
                ? Protected(open, passphrase) : packet;
            ((ContainedPacket)kept).Encode(written);
        }
    }

    private static SecretKeyPacket Protected(SecretKeyPacket open, Secret passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var start = RandomNumberGenerator.GetBytes(BlockSize);
        // The last two bytes are the sum that stands in the place of a hash where nothing is encrypted.
        var hidden = Encrypted(open.GetSecretKeyData().AsSpan()[..^2], Key(passphrase, salt), start);
        var derivation = new S2k(HashAlgorithmTag.Sha256, salt, HashedBytesCode);
        const SymmetricKeyAlgorithmTag Cipher = SymmetricKeyAlgorithmTag.Aes256;
        return open is SecretSubkeyPacket
            ? new SecretSubkeyPacket(open.PublicKeyPacket, Cipher, SecretKeyPacket.UsageSha1, derivation, start, hidden)
            : new SecretKeyPacket(open.PublicKeyPacket, Cipher, SecretKeyPacket.UsageSha1, derivation, start, hidden);
    }

    /// <summary>
    /// With a hash behind it, so that a wrong passphrase is known; that it is SHA-1 is OpenPGP's choice and does no harm.
    /// </summary>
    private static byte[] Encrypted(ReadOnlySpan<byte> content, byte[] key, byte[] start)
    {
#pragma warning disable CA5350 // The format has no other.
        byte[] whole = [.. content, .. SHA1.HashData(content)];
#pragma warning restore CA5350
        var blocks = new byte[(whole.Length + BlockSize - 1) / BlockSize * BlockSize];
        whole.CopyTo(blocks, 0);
        using var cipher = Aes.Create();
        cipher.Key = key;
        return cipher.EncryptCfb(blocks, start, PaddingMode.None, BlockSize * 8)[..whole.Length];
    }

    private static byte[] Key(Secret passphrase, byte[] salt)
    {
        byte[] once = [.. salt, .. Encoding.UTF8.GetBytes(passphrase.Reveal())];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Many at a time: it is the same row of bytes.
        var many = Enumerable.Repeat(once, 1024).SelectMany(bytes => bytes).ToArray();
        for (var left = Math.Max(HashedBytes, once.Length); left > 0; left -= many.Length)
        {
            hash.AppendData(many, 0, Math.Min(left, many.Length));
        }

        return hash.GetHashAndReset();
    }
}
