namespace BintrayPush.Server.Settings;

/// <summary>Contents of a bucket that are kept on this machine after they were read.</summary>
/// <param name="Folder">The folder; each server has its own.</param>
/// <param name="MaxBytes">What they may take there.</param>
public sealed record ContentCache(string Folder, long MaxBytes)
{
    /// <summary>What they may take if nothing else is set: 10 GiB.</summary>
    public const long DefaultBytes = 10L << 30;
}
