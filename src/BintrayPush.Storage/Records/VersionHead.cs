using System.Text.Json.Serialization;

namespace BintrayPush.Storage.Records;

/// <summary>A version: the truth about what of it is published. Or the tombstone of one.</summary>
internal sealed record VersionHead : MutableRecord
{
    public required string Name { get; init; }

    /// <summary>Path records and manifests name a version by this id.</summary>
    [JsonPropertyName("vuid")]
    public required string VersionId { get; init; }

    public int Ordinal { get; init; }

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset Updated { get; init; }

    public VersionDetails Details { get; init; } = new();

    public IReadOnlyList<AttributeValues> Attributes { get; init; } = [];

    public Document? ReleaseNotes { get; init; }

    /// <summary>The manifest of what is published, <c>vuid/commit</c>; <see langword="null"/> when nothing ever was.</summary>
    public string? Manifest { get; init; }

    /// <summary>What a release has prepared and not folded into this head yet; <see langword="null"/> for nothing.</summary>
    public PreparedManifest? Next { get; init; }

    /// <summary>The manifest that <c>dl/</c> showed when it was up to date last; <see langword="null"/> for none.</summary>
    public string? View { get; init; }

    /// <summary>
    /// Manifests since then, of which <c>dl/</c> may show a part: none is left out, so that nothing of them can be forgotten there.
    /// </summary>
    [JsonPropertyName("glimpsed")]
    public IReadOnlyList<string> PossiblyVisible { get; init; } = [];

    /// <summary>
    /// The repository's <see cref="RepositoryRecord.ViewId"/> that <see cref="View"/> and <see cref="PossiblyVisible"/> belong to. Under
    /// another one they say nothing: <c>dl/</c> was emptied since.
    /// </summary>
    public string? ViewOf { get; init; }

    /// <summary>Every manifest of which <c>dl/</c> may show something.</summary>
    [JsonIgnore]
    public IEnumerable<string> InView => View is null ? PossiblyVisible : PossiblyVisible.Prepend(View);

    /// <summary>
    /// What remains of a version that is deleted, by itself or with its package. Its files leave <c>dl/</c> one by one, so nothing of what
    /// <c>dl/</c> may show is certain any longer.
    /// </summary>
    public VersionHead Tombstone(IEnumerable<string> possiblyInView) => new()
    {
        Name = Name,
        VersionId = VersionId,
        Ordinal = Ordinal,
        Created = Created,
        Deleted = true,
        PossiblyVisible = [.. possiblyInView],
        ViewOf = ViewOf,
    };

    /// <summary>Every manifest that must stay because of this head.</summary>
    [JsonIgnore]
    public IEnumerable<string> Manifests => InView.Concat(new[] { Manifest, Next?.Manifest }.OfType<string>()).Distinct();

    /// <summary>What this head means once its release is over.</summary>
    /// <param name="state">How the release ended; an open one changes nothing.</param>
    public VersionHead After(ReleaseState state) => (Next, state) switch
    {
        ({ } next, ReleaseState.Committed) => this with
        {
            Manifest = next.Manifest,
            Next = null,
            Updated = next.Prepared,
            PossiblyVisible = next.IsFollowed && Manifest is not null && !InView.Contains(Manifest)
                ? [.. PossiblyVisible, Manifest]
                : PossiblyVisible,
        },
        (_, ReleaseState.Dropped) => this with { Next = null },
        _ => this,
    };
}
