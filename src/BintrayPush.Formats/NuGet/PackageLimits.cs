using BintrayPush.Formats.Zip;

namespace BintrayPush.Formats.NuGet;

/// <summary>What a package may hold.</summary>
public sealed record PackageLimits
{
    /// <summary>The most entries.</summary>
    public int Entries { get; init; } = 20_000;

    /// <summary>The most bytes of all entries together.</summary>
    public long UnpackedBytes { get; init; } = 16L << 30;

    /// <summary>How many times larger they may be than the package, once they are larger than <see cref="FreeBytes"/>.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Up to here the ratio does not count: small files of one letter pack well without being a threat.</summary>
    public long FreeBytes { get; init; } = 64L << 20;

    /// <summary>The longest manifest.</summary>
    public int NuspecBytes { get; init; } = 1 << 20;

    /// <summary>The longest icon: what NuGet packs.</summary>
    public int IconBytes { get; init; } = 1 << 20;

    /// <summary>The longest licence or README: what NuGet packs.</summary>
    public int TextBytes { get; init; } = 1 << 20;

    /// <summary>The longest debug information of one assembly.</summary>
    public long PdbBytes { get; init; } = 1L << 30;

    /// <summary>Opens a package within these limits. It stays the caller's.</summary>
    /// <exception cref="InvalidDataException">It is no whole zip, or one that nobody would make.</exception>
    internal Task<PackageZip> OpenAsync(Stream package, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(package);
        var expected = package.Length > UnpackedBytes / Ratio ? UnpackedBytes : package.Length * Ratio;
        return PackageZip.OpenAsync(package, Entries, Math.Min(UnpackedBytes, Math.Max(FreeBytes, expected)), cancellation);
    }
}
