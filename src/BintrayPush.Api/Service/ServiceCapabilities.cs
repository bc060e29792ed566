namespace BintrayPush.Api.Service;

/// <summary>What a service does beyond Bintray's protocol, or says that it does not do. Nothing is taken for granted.</summary>
public sealed record ServiceCapabilities
{
    /// <summary>A service of which nothing is known.</summary>
    public static ServiceCapabilities None { get; } = new();

    /// <summary>
    /// Whether lists of files and answers to uploads say the SHA-256 of every file, so that no weaker checksum is needed.
    /// </summary>
    public bool Sha256InListings { get; init; }

    /// <summary>
    /// Whether it takes many small files in one call. Where there are hundreds of them the calls cost more than the bytes, on the way and
    /// at both ends.
    /// </summary>
    public bool Bundles { get; init; }

    /// <summary>
    /// Whether it keeps what has come of a large upload that was cut off (<see cref="IPublishing.FindUnfinishedAsync"/>).
    /// </summary>
    public bool ResumesUploads { get; init; }

    /// <summary>
    /// Whether it takes what is to be said of a file while that still waits to be published, so that it holds from the moment in which the
    /// file becomes public, whoever publishes it.
    /// </summary>
    public bool PendingMetadata { get; init; }

    /// <summary>Whether it can make many versions public at one moment.</summary>
    public bool Releases { get; init; }

    /// <summary>Whether it keeps releases that several machines stage (<see cref="IReleases"/>).</summary>
    public bool Legs { get; init; }

    /// <summary>
    /// Whether what a release stages for a NuGet repository is a feed of its own, at
    /// <c>/nuget/:subject/:repo/staged/:release/v3/index.json</c>, for those who may see what waits.
    /// </summary>
    public bool StagedFeeds { get; init; }

    /// <summary>Whether it makes files of contents that it has (<see cref="IAdministration.CopyFileAsync"/>).</summary>
    public bool Copies { get; init; }

    /// <summary>Whether it signs nothing, whatever it is asked.</summary>
    public bool SignsNothing { get; init; }

    /// <summary>Whether it tells the keys that it signs with (<see cref="ISigning.FindSigningKeyAsync"/>).</summary>
    public bool TellsKeys { get; init; }

    /// <summary>
    /// Whether a new package in a public repository must say its licences and its VCS URL; <see langword="null"/> if nobody knows: a
    /// service that has only Bintray's protocol may demand it and does not say so.
    /// </summary>
    public bool? DemandsLicences { get; init; }
}
