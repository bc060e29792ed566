using System.Diagnostics.CodeAnalysis;

namespace BintrayPush.Api.Names;

/// <summary>
/// What a release is called that several machines stage, for example the number of a run. Letter case does not tell two of them apart.
/// </summary>
public sealed record ReleaseId
{
    private ReleaseId(string name) => Name = name;

    /// <summary>The release in which packages wait that were staged without a group.</summary>
    public static ReleaseId OfUngrouped { get; } = new("-");

    /// <summary>The name, as it was given.</summary>
    public string Name { get; }

    /// <summary>Checks a name from outside.</summary>
    /// <exception cref="FormatException">The name is not legal; the message says why.</exception>
    public static ReleaseId Of(string name) => TryParse(name, out var id, out var fault) ? id : throw new FormatException(fault);

    /// <summary>Checks a name from outside.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out ReleaseId? id, [NotNullWhen(false)] out string? fault)
    {
        fault = NameRules.FaultInPlainName(name) is { } wrong ? $"not the id of a release: {wrong}" : null;
        id = fault is null ? new ReleaseId(name) : null;
        return fault is null;
    }

    /// <inheritdoc/>
    public bool Equals(ReleaseId? other) => string.Equals(Name, other?.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
