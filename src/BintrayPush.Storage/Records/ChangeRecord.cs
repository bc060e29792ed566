using System.Text.Json.Serialization;

namespace BintrayPush.Storage.Records;

/// <summary>
/// The last changes of what a repository publishes, so that an index of it need not look at everything (docs/store.md, "Changes"). It says
/// where to look, not what is there: the heads are the truth. Its key is used again, and there is no tombstone.
/// </summary>
internal sealed record ChangeRecord : MutableRecord
{
    /// <summary>The last changes, the newest last.</summary>
    public IReadOnlyList<ChangeEntry> Entries { get; init; } = [];

    /// <summary>Releases that were open when their entries became too old to stay among <see cref="Entries"/>.</summary>
    public IReadOnlyList<ChangeEntry> Open { get; init; } = [];
}

/// <summary>Something that has changed or, in a release, is about to.</summary>
internal sealed record ChangeEntry
{
    /// <summary>Random and fresh: whoever has followed the changes up to here finds the place again.</summary>
    public required string Id { get; init; }

    /// <summary>The release that changes it; <see langword="null"/> if the change has happened.</summary>
    public string? Release { get; init; }

    /// <summary>What may have changed; <see langword="null"/> if that is too much to be said, and everything is to be looked at.</summary>
    public IReadOnlyList<ChangedVersion>? Versions { get; init; }
}

/// <summary>A version, or a package with all of its versions.</summary>
/// <param name="Package">The name of the package.</param>
/// <param name="Head">The key of the version's head; <see langword="null"/> for the whole package.</param>
internal sealed record ChangedVersion(string Package, [property: JsonPropertyName("head")] string? Head);
