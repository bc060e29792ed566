using System.Security.Cryptography;
using System.Text;

namespace BintrayPush.Signing.Keys;

/// <summary>
/// Encrypts what must not lie open on a disk: AES-256-GCM under a key from a passphrase or under that of the installation.
/// </summary>
internal static class Sealing
{
    /// <summary>What OWASP asks for PBKDF2 with SHA-256 (2023).</summary>
    private const int Iterations = 600_000;

    /// <summary>A record that was changed is not to keep a machine busy for hours.</summary>
    private const int MostIterations = 10_000_000;

    private const int KeySize = 32;
    private const int SaltSize = 16;

    /// <summary>Encrypts by a passphrase.</summary>
    /// <param name="content">What is to be hidden.</param>
    /// <param name="passphrase">The passphrase.</param>
    /// <param name="about">What it belongs to: opened for something else, it does not open.</param>
    public static SealedBytes Seal(byte[] content, Secret passphrase, string about)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        return Seal(content, Derived(passphrase, salt, Iterations), about) with { Salt = salt, Iterations = Iterations };
    }

    /// <summary>Encrypts by a key.</summary>
    /// <inheritdoc cref="Seal(byte[], Secret, string)" path="/param"/>
    /// <param name="key">32 bytes.</param>
    public static SealedBytes Seal(byte[] content, byte[] key, string about)
    {
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        var hidden = new byte[content.Length];
        using var cipher = new AesGcm(key, tag.Length);
        cipher.Encrypt(nonce, content, hidden, tag, Encoding.UTF8.GetBytes(about));
        return new SealedBytes { Salt = [], Nonce = nonce, Tag = tag, Content = hidden };
    }

    /// <summary>Opens what a passphrase hides.</summary>
    /// <returns><see langword="null"/> if it is another one, or the bytes were changed.</returns>
    public static byte[]? Open(SealedBytes bytes, Secret passphrase, string about) =>
        bytes.Iterations is > 0 and <= MostIterations
            ? Open(bytes, Derived(passphrase, bytes.Salt, bytes.Iterations), about) : null;

    /// <summary>Opens what a key hides.</summary>
    /// <inheritdoc cref="Open(SealedBytes, Secret, string)" path="/returns"/>
    public static byte[]? Open(SealedBytes bytes, byte[] key, string about)
    {
        if (bytes.Nonce.Length != AesGcm.NonceByteSizes.MaxSize || bytes.Tag.Length != AesGcm.TagByteSizes.MaxSize)
        {
            return null;
        }

        var content = new byte[bytes.Content.Length];
        using var cipher = new AesGcm(key, bytes.Tag.Length);
        try
        {
            cipher.Decrypt(bytes.Nonce, bytes.Content, bytes.Tag, content, Encoding.UTF8.GetBytes(about));
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Derived(Secret passphrase, byte[] salt, int iterations) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(passphrase.Reveal()), salt, iterations, HashAlgorithmName.SHA256, KeySize);
}
