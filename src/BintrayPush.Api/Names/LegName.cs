using System.Diagnostics.CodeAnalysis;

namespace BintrayPush.Api.Names;

/// <summary>What a leg of a release is called, for example <c>win</c>. Letter case does not tell two of them apart.</summary>
public sealed record LegName
{
    private LegName(string name) => Name = name;

    /// <summary>The leg with all that is added to a release one package at a time, over NuGet's staging protocol.</summary>
    public static LegName OfGroups { get; } = new("packages");

    /// <summary>The name, as it was given.</summary>
    public string Name { get; }

    /// <summary>Checks a name from outside.</summary>
    /// <exception cref="FormatException">The name is not legal; the message says why.</exception>
    public static LegName Of(string name) => TryParse(name, out var leg, out var fault) ? leg : throw new FormatException(fault);

    /// <summary>Checks a name from outside.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out LegName? leg, [NotNullWhen(false)] out string? fault)
    {
        fault = NameRules.FaultInPlainName(name) is { } wrong ? $"not the name of a leg: {wrong}" : null;
        leg = fault is null ? new LegName(name) : null;
        return fault is null;
    }

    /// <inheritdoc/>
    public bool Equals(LegName? other) => string.Equals(Name, other?.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
