using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Versions;

namespace BintrayPush.Planning;

/// <summary>What a project asks for, before anything was checked.</summary>
public sealed record PushSettings
{
    /// <summary>What is to be pushed.</summary>
    public required IReadOnlyList<Artifact> Artifacts { get; init; }

    /// <summary>The project's coordinates, from which each artifact starts (semantics reference 1.3.5). Its path is not used.</summary>
    public required GivenCoordinates Project { get; init; }

    /// <summary>Whether an artifact's own coordinates beat the project's (semantics reference 1.3.3, 1.3.4).</summary>
    public bool UseArtifactProperties { get; init; } = true;

    /// <summary>Whether the files become public at the end.</summary>
    public bool Publish { get; init; } = true;

    /// <summary>The leg of a release that the push stages, instead of publishing; <see langword="null"/> for an ordinary push.</summary>
    public LegOrder? Leg { get; init; }

    /// <summary>Whether the push itself makes the files public.</summary>
    public bool PublishesAtOnce => Publish && Leg is null;

    /// <summary>Whether published files may be replaced.</summary>
    public bool Override { get; init; }

    /// <summary>Whether the files are archives to be unpacked by the service.</summary>
    public bool Explode { get; init; }

    /// <summary>Whether files are pushed that a link leads to out of the folder that was looked through.</summary>
    public bool FollowLinks { get; init; }

    /// <summary>How the versions are signed before they are published; <see langword="null"/> for not at all.</summary>
    public SigningOrder? Signing { get; init; }

    /// <summary>What becomes of unpublished files when the push fails.</summary>
    public OnFailure OnFailure { get; init; }

    /// <summary>
    /// Whether what is built does not depend on the folder it is built in (<c>ContinuousIntegrationBuild</c>); only hints depend on it.
    /// </summary>
    public bool IsReproducible { get; init; }

    /// <summary>Whether a warning with a code counts as an error, so that nothing may become public after it.</summary>
    public Func<string, bool> IsError { get; init; } = _ => false;

    /// <summary>
    /// Whether every file gets its coordinates and the time of the push as attributes, and not only those with properties of their own.
    /// </summary>
    public bool StampService { get; init; }

    /// <summary>The most files a push may have; 0 for any number (semantics reference 5.2.3).</summary>
    public int MaxFiles { get; init; } = PushPolicy.UsualMaxFiles;

    /// <summary>
    /// Where a web server answers with the plain files of the folder that is pushed to, if static feeds of its repositories are to show
    /// what is published; <see langword="null"/> for no such feeds.
    /// </summary>
    public ServiceUrl? StaticFeed { get; init; }

    /// <summary>How a missing repository is made; <see langword="null"/> if it must be there.</summary>
    public RepositoryClause? Repository { get; init; }

    /// <summary>The checksums that are pushed with each version; <see langword="null"/> for none.</summary>
    public ChecksumsFile? Checksums { get; init; }

    /// <summary>What the packages are to say of themselves.</summary>
    public PackageDetails Package { get; init; } = new();

    /// <summary>
    /// What packages that say it themselves say, by <c>subject/repository/package</c> or by their name alone; it stands in place of what is
    /// said here for all.
    /// </summary>
    public IReadOnlyDictionary<string, DescribedPackage> Packages { get; init; } = new Dictionary<string, DescribedPackage>();

    /// <summary>What the versions are to say of themselves.</summary>
    public VersionDetails Version { get; init; } = new();

    /// <summary>Attributes for the packages.</summary>
    public IReadOnlyList<AttributeValues> PackageAttributes { get; init; } = [];

    /// <summary>Attributes for the versions.</summary>
    public IReadOnlyList<AttributeValues> VersionAttributes { get; init; } = [];

    /// <summary>The versions' release notes, if any.</summary>
    public ReleaseNotes? ReleaseNotes { get; init; }

    /// <summary>The packages' readme in Markdown, if any.</summary>
    public string? Readme { get; init; }

    /// <summary>What a package is to say of itself, with what is said for all where it says nothing.</summary>
    public DescribedPackage Describe(PackageAddress package)
    {
        var own = Packages.TryGetValue(package.ToString(), out var described) || Packages.TryGetValue(package.Name, out described)
            ? described
            : null;
        return new DescribedPackage(own?.Details ?? Package)
        {
            Version = own?.Version ?? Version,
            PackageAttributes = own?.PackageAttributes ?? PackageAttributes,
            VersionAttributes = own?.VersionAttributes ?? VersionAttributes,
            ReleaseNotes = own?.ReleaseNotes ?? ReleaseNotes,
            Readme = own?.Readme ?? Readme,
        };
    }
}

/// <summary>That the service is to sign, with the key it has for the subject (protocol reference, section 10).</summary>
/// <param name="Passphrase">What unlocks the key, if it needs to be unlocked.</param>
/// <param name="IfAvailable">Whether the push goes on without signatures where the service cannot sign.</param>
public sealed record SigningOrder(Secret? Passphrase, bool IfAvailable = false);
