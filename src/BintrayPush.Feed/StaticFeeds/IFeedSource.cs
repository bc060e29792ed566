namespace BintrayPush.Feed.StaticFeeds;

/// <summary>What a static feed is made of, as it was at one moment.</summary>
public interface IFeedSource
{
    /// <summary>The ids of all packages, in lower case.</summary>
    IReadOnlyList<string> Ids { get; }

    /// <summary>The versions of an id, the lowest first. Asked for more than once, so that not all of them have to be kept.</summary>
    /// <param name="id">One of <see cref="Ids"/>.</param>
    IReadOnlyList<StaticPackage> Versions(string id);

    /// <summary>The bytes of a package.</summary>
    /// <returns>A stream that can seek; <see langword="null"/> if the package was replaced or deleted meanwhile.</returns>
    Task<Stream?> OpenAsync(StaticPackage package, CancellationToken cancellation);

    /// <summary>Reads the manifest of a package.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<byte[]> ReadManifestAsync(Stream content, CancellationToken cancellation);

    /// <summary>Reads an icon, a licence or a README.</summary>
    /// <param name="content">The bytes of the package.</param>
    /// <param name="entry">The name of the entry.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Its bytes; <see langword="null"/> if there is no such entry.</returns>
    Task<byte[]?> ReadEntryAsync(Stream content, string entry, CancellationToken cancellation);
}
