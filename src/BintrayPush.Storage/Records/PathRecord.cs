using System.Text.Json.Serialization;

namespace BintrayPush.Storage.Records;

/// <summary>The truth about who owns a path and what is pending there.</summary>
internal sealed record PathRecord : MutableRecord
{
    /// <summary>The exact path; the key knows only its folded form.</summary>
    public required string Path { get; init; }

    public required PathOwner Owner { get; init; }

    /// <summary>
    /// The last upload, unless it was discarded. Once the owner's manifest holds this upload it is no longer pending but published;
    /// the record is not written again for that.
    /// </summary>
    public PendingUpload? Pending { get; init; }
}

/// <summary>The version a path belongs to.</summary>
internal sealed record PathOwner(
    string Package,
    [property: JsonPropertyName("puid")] string PackageId,
    string Version,
    [property: JsonPropertyName("vuid")] string VersionId);

/// <summary>An upload that waits for a publish.</summary>
/// <param name="File">The file.</param>
/// <param name="Override">Whether it may replace a published file.</param>
internal sealed record PendingUpload(FileEntry File, bool Override)
{
    /// <summary>Whether it is to stand in the list of downloads once it is published; <see langword="null"/> if that was not set.</summary>
    public bool? Listed { get; init; }
}
