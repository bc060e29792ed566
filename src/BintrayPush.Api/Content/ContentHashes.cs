namespace BintrayPush.Api;

/// <summary>What identifies content. Checksums are lower-case hexadecimal.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256, 64 digits.</param>
/// <param name="Sha1">SHA-1, 40 digits: what the protocol has shown since its beginning (protocol reference, section 7).</param>
/// <param name="Md5">MD5, 32 digits: what download clients still compare (protocol reference, section 13); <see langword="null"/> where it was not asked for.</param>
public sealed record ContentHashes(long Size, string Sha256, string Sha1, string? Md5);
