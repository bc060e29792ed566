namespace BintrayPush.Compare;

/// <summary>Content that a service is to hold under a path.</summary>
/// <param name="Path">The path in the repository.</param>
/// <param name="Content">Its size and hashes.</param>
public sealed record PlacedContent(RepositoryPath Path, ContentHashes Content)
{
    /// <summary>Whether everybody sees exactly this content.</summary>
    internal bool IsPublished(KnownFiles known) => known.Published(Path) is { IsDamaged: false } file && file.HasContent(Content);

    /// <summary>Whether exactly this content waits for a publish.</summary>
    internal bool IsPending(KnownFiles known) => known.Pending(Path) is { IsDamaged: false } file && file.HasContent(Content);
}
