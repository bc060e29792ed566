namespace BintrayPush.Server.Settings;

/// <summary>Downloads of large contents that lead elsewhere, instead of through this server.</summary>
/// <param name="Network">
/// The address of a content network that has the bucket behind it; <see langword="null"/> for signed addresses of the bucket itself.
/// </param>
public sealed record ContentRedirection(Uri? Network)
{
    /// <summary>From which size if nothing else is set: 8 MiB.</summary>
    public const long DefaultFromBytes = 8 << 20;

    /// <summary>From which size.</summary>
    public long FromBytes { get; init; } = DefaultFromBytes;
}
