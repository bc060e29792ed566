using System.Security.Cryptography;

namespace BintrayPush.Api.Content;

/// <summary>What identifies content. Checksums are lower-case hexadecimal.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256, 64 digits.</param>
/// <param name="Sha1">
/// SHA-1, 40 digits: what the protocol has shown since its beginning (protocol reference, section 7); <see langword="null"/> where it was
/// not asked for.
/// </param>
/// <param name="Md5">
/// MD5, 32 digits: what download clients still compare (protocol reference, section 13); <see langword="null"/> where it was not asked for.
/// </param>
public sealed record ContentHashes(long Size, string Sha256, string? Sha1, string? Md5)
{
    /// <summary>SHA-256 and SHA-1 of bytes that are all there.</summary>
    /// <param name="buffer">Holds them, from its beginning.</param>
    /// <param name="count">How many they are.</param>
    public static ContentHashes Of(byte[] buffer, int count)
    {
#pragma warning disable CA5350 // SHA-1 is the protocol's checksum; nothing is protected by it.
#if NET
        var bytes = buffer.AsSpan(0, count);
        return new(count, Hex.Of(SHA256.HashData(bytes)), Hex.Of(SHA1.HashData(bytes)), null);
#else
        using var sha256 = SHA256.Create();
        using var sha1 = SHA1.Create();
        return new(count, Hex.Of(sha256.ComputeHash(buffer, 0, count)), Hex.Of(sha1.ComputeHash(buffer, 0, count)), null);
#endif
#pragma warning restore CA5350
    }
}
