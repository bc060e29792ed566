using System.Text.Json.Serialization;

namespace BintrayPush.Storage.Records;

/// <summary>A repository, or the tombstone of one.</summary>
internal sealed record RepositoryRecord : MutableRecord
{
    public required string Subject { get; init; }

    public required string Name { get; init; }

    /// <summary>Everything below <c>r/</c> hangs on this id; a repository of the same name made later has another.</summary>
    [JsonPropertyName("ruid")]
    public required string RepositoryId { get; init; }

    public DateTimeOffset Created { get; init; }

    public RepositoryDetails Details { get; init; } = new();

    /// <summary>In a tombstone or a private repository: whether its files may still lie in <c>dl/</c>.</summary>
    public bool InView { get; init; }

    /// <summary>
    /// Random and fresh each time a private repository becomes public, so that no version takes what <c>dl/</c> showed earlier for shown.
    /// </summary>
    public string? ViewId { get; init; }
}
