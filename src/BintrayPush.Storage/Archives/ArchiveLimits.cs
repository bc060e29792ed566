namespace BintrayPush.Storage.Archives;

/// <summary>What an archive may hold at most: a small one can unpack to a full disk (protocol reference 8.3).</summary>
public sealed record ArchiveLimits
{
    /// <summary>Files.</summary>
    public int Entries { get; init; } = 10_000;

    /// <summary>Bytes, unpacked.</summary>
    public long Bytes { get; init; } = 8L << 30;

    /// <summary>How many times larger the content may be than the archive, once it is larger than <see cref="FreeBytes"/>.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Up to here the ratio does not count: small files of one letter pack well without being a threat.</summary>
    public long FreeBytes { get; init; } = 64L << 20;
}
