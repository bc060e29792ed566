using BintrayPush.Api.Service;

namespace BintrayPush.Api.Http.Connection;

/// <summary>
/// What a service can do beyond Bintray's protocol. It says so in a header on its answers, and nothing else is ever concluded from: a
/// service that announced nothing gets no call and no field that is not in the protocol reference.
/// </summary>
[Flags]
public enum Extensions
{
    /// <summary>Bintray's protocol and no more.</summary>
    None = 0,

    /// <summary>
    /// <c>expected-publish</c>: a publish takes the list of the files that it is to publish, all or none of them, and they are public
    /// when it answers.
    /// </summary>
    ExpectedPublish = 1,

    /// <summary>
    /// <c>both-listings</c>: to who asks by the same word in the same header, a list of files with the unpublished ones says of each
    /// whether it is published, and shows a published file beside the one that waits to replace it. MD5, the place in the list of
    /// downloads and Debian's coordinates are in all lists then.
    /// </summary>
    BothListings = 2,

    /// <summary><c>sha256</c>: lists of files and answers to uploads say the SHA-256 of the content.</summary>
    Sha256 = 4,

    /// <summary><c>document-delete</c>: every readme and all release notes can be deleted, not only the notes of a package.</summary>
    DocumentDelete = 8,

    /// <summary>
    /// <c>bundles</c>: a tar that is sent to a version with <c>explode=1</c> is taken as the files it holds, without anybody waiting for
    /// it.
    /// </summary>
    Bundles = 16,

    /// <summary><c>no-signing</c>: no key is kept here, and a call to sign signs nothing.</summary>
    NoSigning = 32,

    /// <summary><c>oss-metadata</c>: a new package in a public repository must say its licences and its VCS URL.</summary>
    OssMetadata = 64,

    /// <summary>
    /// <c>pending-metadata</c>: with <c>pending=1</c>, attributes and the place in the list of downloads are set for a file that waits to
    /// be published.
    /// </summary>
    PendingMetadata = 128,

    /// <summary><c>releases</c>: many versions of a subject are published by one call, at one moment.</summary>
    Releases = 256,

    /// <summary><c>legs</c>: a release is staged by several machines, each a leg of it, and published when it is sealed.</summary>
    Legs = 512,

    /// <summary><c>signing-keys</c>: <c>GET /gpg/:subject</c> tells the key that the service signs with, and whether it can.</summary>
    SigningKeys = 1024,

    /// <summary><c>resumable-uploads</c>: what has come of a large upload that was cut off is kept, and the rest can be sent.</summary>
    ResumableUploads = 2048,

    /// <summary><c>staged-feeds</c>: what a release stages for a NuGet repository is a feed of its own until it is published.</summary>
    StagedFeeds = 4096,

    /// <summary><c>copies</c>: a file is made of a published one of any repository that the caller may read, without its bytes.</summary>
    Copies = 8192,
}

/// <summary>The header by which a service announces what it can, and a client what it wants of that.</summary>
public static class ExtensionsHeader
{
    /// <summary>Its name.</summary>
    public const string Name = "X-Bintray-Extensions";

    private static readonly (Extensions Extension, string Word)[] Words =
    [
        (Extensions.ExpectedPublish, "expected-publish"),
        (Extensions.BothListings, "both-listings"),
        (Extensions.Sha256, "sha256"),
        (Extensions.DocumentDelete, "document-delete"),
        (Extensions.Bundles, "bundles"),
        (Extensions.NoSigning, "no-signing"),
        (Extensions.OssMetadata, "oss-metadata"),
        (Extensions.PendingMetadata, "pending-metadata"),
        (Extensions.Releases, "releases"),
        (Extensions.Legs, "legs"),
        (Extensions.SigningKeys, "signing-keys"),
        (Extensions.ResumableUploads, "resumable-uploads"),
        (Extensions.StagedFeeds, "staged-feeds"),
        (Extensions.Copies, "copies"),
    ];

    /// <summary>The value that announces some extensions.</summary>
    public static string Format(Extensions extensions) =>
        string.Join(", ", Words.Where(word => extensions.HasFlag(word.Extension)).Select(word => word.Word));

    /// <summary>What a service can do that has announced some extensions; one that announces nothing may be any service.</summary>
    public static ServiceCapabilities CapabilitiesOf(Extensions announced) => announced == Extensions.None
        ? ServiceCapabilities.None
        : new ServiceCapabilities
        {
            Sha256InListings = announced.HasFlag(Extensions.Sha256),
#if NET
            // .NET Framework writes no tar.
            Bundles = announced.HasFlag(Extensions.Bundles),
#endif
            ResumesUploads = announced.HasFlag(Extensions.ResumableUploads),
            PendingMetadata = announced.HasFlag(Extensions.PendingMetadata),
            Releases = announced.HasFlag(Extensions.Releases),
            Legs = announced.HasFlag(Extensions.Legs),
            StagedFeeds = announced.HasFlag(Extensions.StagedFeeds),
            Copies = announced.HasFlag(Extensions.Copies),
            TellsKeys = announced.HasFlag(Extensions.SigningKeys),
            SignsNothing = announced.HasFlag(Extensions.NoSigning),
            DemandsLicences = announced.HasFlag(Extensions.OssMetadata),
        };

    /// <summary>What values of the header announce. Words that are not known are those of a later version, and passed over.</summary>
    public static Extensions Parse(IEnumerable<string> values) => values
        .SelectMany(value => value.Split(','))
        .Select(word => word.Trim())
        .Aggregate(
            Extensions.None,
            (sum, word) =>
                sum | Words.FirstOrDefault(known => string.Equals(known.Word, word, StringComparison.OrdinalIgnoreCase)).Extension);
}
