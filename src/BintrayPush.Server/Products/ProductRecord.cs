using System.Text.Json.Serialization;

namespace BintrayPush.Server.Products;

/// <summary>A product as the data folder keeps it: packages of one subject under one name (protocol reference, section 15).</summary>
internal sealed record ProductRecord
{
    public required string Subject { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset Created { get; init; }

    public string? DisplayName { get; init; }

    public string? Description { get; init; }

    public string? WebsiteUrl { get; init; }

    public string? VcsUrl { get; init; }

    public int? SignUrlExpiry { get; init; }

    /// <summary>Each <c>repository/package</c>.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    public Document? Readme { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(ProductRecord))]
internal sealed partial class ProductJson : JsonSerializerContext;
