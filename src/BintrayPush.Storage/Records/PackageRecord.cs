using System.Text.Json.Serialization;

namespace BintrayPush.Storage.Records;

/// <summary>A package, or the tombstone of one.</summary>
internal sealed record PackageRecord : MutableRecord
{
    public required string Name { get; init; }

    /// <summary>Its versions hang on this id.</summary>
    [JsonPropertyName("puid")]
    public required string PackageId { get; init; }

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset Updated { get; init; }

    public PackageDetails Details { get; init; } = new();

    public IReadOnlyList<AttributeValues> Attributes { get; init; } = [];

    public Document? Readme { get; init; }

    public Document? ReleaseNotes { get; init; }

    /// <summary>How many ordinals were given to versions; one that was never used leaves a gap.</summary>
    public int Ordinals { get; init; }
}
