namespace BintrayPush.Storage.Formats.Debian;

/// <summary>In which indexes a package stands: its coordinates, each of them a list (protocol reference 8.4), checked.</summary>
/// <param name="Distributions">The distributions.</param>
/// <param name="Components">The components in each of them.</param>
/// <param name="Architectures">The architectures in each of these.</param>
internal sealed record DebianPlaces(
    IReadOnlyList<string> Distributions, IReadOnlyList<string> Components, IReadOnlyList<string> Architectures)
{
    private const int MostOfEach = 50;

    /// <summary>Reads coordinates.</summary>
    /// <param name="coordinates">The coordinates of a file, complete.</param>
    /// <exception cref="InvalidDataException">They cannot be a part of an index; the message says why.</exception>
    public static DebianPlaces Of(DebianCoordinates coordinates) => new(
        Names("distribution", coordinates.Distribution, DebianNames.IsFolder),
        Names("component", coordinates.Component, DebianNames.IsFolder),
        Names("architecture", coordinates.Architecture, DebianNames.IsArchitecture));

    /// <summary>Whether a package for an architecture may stand in these indexes.</summary>
    public bool Fit(string architecture) =>
        architecture == DebianNames.AnyArchitecture || Architectures.Contains(architecture)
            || Architectures.Contains(DebianNames.AnyArchitecture);

    private static List<string> Names(string kind, string? list, Func<string, bool> isLegal)
    {
        var names = (list ?? "").Split(',').Select(name => name.Trim()).Where(name => name.Length > 0).Distinct().ToList();
        if (names.Count is 0 or > MostOfEach)
        {
            throw new InvalidDataException($"it has {names.Count} names of a Debian {kind}, and may have 1 to {MostOfEach}");
        }

        return names.FirstOrDefault(name => !isLegal(name)) is { } bad
            ? throw new InvalidDataException($"'{LogText.Clean(bad)}' cannot be the name of a Debian {kind}")
            : names;
    }
}
