using System.Text;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>What the index of a distribution has to say, before it is written.</summary>
/// <param name="Components">The components, in order.</param>
/// <param name="Architectures">The architectures, in order.</param>
/// <param name="Packages">The lists of packages, by their paths below the folder of the distribution.</param>
internal sealed record IndexDraft(
    IReadOnlyList<string> Components, IReadOnlyList<string> Architectures, IReadOnlyList<(string Path, byte[] Bytes)> Packages)
{
    /// <summary>Makes the index of a distribution of what is published.</summary>
    /// <param name="name">The distribution.</param>
    /// <param name="published">What is published.</param>
    /// <param name="before">
    /// The index that is there. Its components and architectures stay, perhaps empty: clients have them configured.
    /// </param>
    /// <param name="former">The stanzas of this index.</param>
    /// <param name="stanzas">The stanzas of all others.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<IndexDraft> MakeAsync(
        string name,
        PublishedDebs published,
        DistributionRecord? before,
        FormerStanzas former,
        PackageStanzas stanzas,
        CancellationToken cancellation)
    {
        var listed = new List<(DebianPlaces Places, string Stanza)>();
        var faults = new List<string>();
        var first = new Dictionary<DebIdentity, PublishedDeb>();
        // The one that was uploaded first stays in the index, whoever makes it.
        foreach (var package in published.Packages.Where(package => package.Places.Distributions.Contains(name))
            .OrderBy(package => package.File.Created))
        {
            if (await stanzas.FindAsync(package, former, cancellation).ConfigureAwait(false) is not { } stanza)
            {
                continue;
            }

            var identity = DebIdentity.Of(stanza);
            if (first.TryGetValue(identity, out var other) && other.File.Sha256 != package.File.Sha256)
            {
                faults.Add($"'{package.Path}' is not in the index of '{name}': '{other.Path}' is {identity} there, with other bytes");
                continue;
            }

            first[identity] = package;
            listed.Add((package.Places, stanza));
        }

        listed.Sort((one, other) => string.CompareOrdinal(PathOf(one.Stanza), PathOf(other.Stanza)));

        var components = InOrder(listed.SelectMany(package => package.Places.Components), before?.Components);
        var architectures = InOrder(listed.SelectMany(package => package.Places.Architectures), before?.Architectures);
        var files = new List<(string Path, byte[] Bytes)>();
        foreach (var component in components)
        {
            foreach (var architecture in architectures)
            {
                var text = new StringBuilder();
                foreach (var package in listed.Where(package => package.Places.Components.Contains(component)
                    && (package.Places.Architectures.Contains(architecture)
                        || package.Places.Architectures.Contains(DebianNames.AnyArchitecture))))
                {
                    text.Append(package.Stanza).Append('\n');
                }

                files.Add(($"{component}/binary-{architecture}/{FormerStanzas.IndexName}", Encoding.UTF8.GetBytes(text.ToString())));
            }
        }

        return new IndexDraft(components, architectures, files) { Faults = faults };
    }

    /// <summary>Which packages are left out, and why.</summary>
    public IReadOnlyList<string> Faults { get; private init; } = [];

    private static string? PathOf(string stanza) => IndexStanza.ValueOf(stanza, IndexStanza.FileName);

    /// <summary>Whether an index says the same already.</summary>
    public bool IsIn(DistributionRecord index) => Components.SequenceEqual(index.Components)
        && Architectures.SequenceEqual(index.Architectures)
        && Packages.All(draft => index.Files.Any(file => file.Path == draft.Path && file.Sha256 == Hex.Sha256Of(draft.Bytes)));

    private static List<string> InOrder(IEnumerable<string> names, IReadOnlyList<string>? before) =>
        [.. names.Concat(before ?? []).Distinct().OrderBy(name => name, StringComparer.Ordinal)];
}
