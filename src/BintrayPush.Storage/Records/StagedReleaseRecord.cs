namespace BintrayPush.Storage.Records;

/// <summary>
/// A release that several machines stage: its legs, and how far it is. Its key is used again when the same release is staged anew, so what
/// was dropped leaves a tombstone.
/// </summary>
internal sealed record StagedReleaseRecord : MutableRecord
{
    public required string Subject { get; init; }

    public required string Id { get; init; }

    /// <summary>What people call it, if somebody has given it a name.</summary>
    public string? Name { get; init; }

    public StagedState State { get; init; }

    public DateTimeOffset Started { get; init; }

    public DateTimeOffset Updated { get; init; }

    public IReadOnlyList<LegRecord> Legs { get; init; } = [];

    /// <summary>Whether it takes nothing more, ever. What is in no group is staged into one release again and again.</summary>
    public bool IsPublishedForGood() =>
        State == StagedState.Sealed && !Id.Equals(ReleaseId.OfUngrouped.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The leg of a name.</summary>
    public LegRecord? Leg(LegName name) => Legs.FirstOrDefault(leg => LegName.Of(leg.Name).Equals(name));

    /// <summary>The release as callers see it.</summary>
    public StagedRelease Shown() => new()
    {
        Address = ReleaseAddress.Of(Subject, ReleaseId.Of(Id)),
        Name = Name,
        State = State,
        Started = Started,
        Updated = Updated,
        Legs =
        [
            .. Legs.OrderBy(leg => leg.Name, StringComparer.OrdinalIgnoreCase)
                .Select(leg => new StagedLeg(LegName.Of(leg.Name), leg.Staged, leg.Files, leg.Size)),
        ],
    };
}

/// <summary>A leg of a release.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Manifest">The key of its list of files; <see langword="null"/> once the release is sealed.</param>
/// <param name="Staged">When it was staged.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="Size">How many bytes they have.</param>
internal sealed record LegRecord(string Name, string? Manifest, DateTimeOffset Staged, int Files, long Size);
