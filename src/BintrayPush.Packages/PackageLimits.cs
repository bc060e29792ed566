namespace BintrayPush.Packages;

/// <summary>What a package may hold.</summary>
public sealed record PackageLimits
{
    /// <summary>The most entries.</summary>
    public int Entries { get; init; } = 20_000;

    /// <summary>The most bytes of all entries together, by what the package says.</summary>
    public long UnpackedBytes { get; init; } = 16L << 30;

    /// <summary>The longest manifest.</summary>
    public int NuspecBytes { get; init; } = 1 << 20;

    /// <summary>The longest icon: what NuGet packs.</summary>
    public int IconBytes { get; init; } = 1 << 20;

    /// <summary>The longest licence or README: what NuGet packs.</summary>
    public int TextBytes { get; init; } = 1 << 20;

    /// <summary>The longest debug information of one assembly.</summary>
    public int PdbBytes { get; init; } = 256 << 20;
}
