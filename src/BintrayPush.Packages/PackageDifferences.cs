using BintrayPush.Formats.NuGet;
using BintrayPush.Formats.Zip;

namespace BintrayPush.Packages;

/// <summary>
/// What two packages of one name do not have in common, for whoever pushes a second one. Two that differ in nothing here have the same
/// entries, packed in another way.
/// </summary>
/// <param name="Added">The entries that only the second one has.</param>
/// <param name="Removed">The entries that only the first one has.</param>
/// <param name="Changed">The entries that both have, with other bytes.</param>
public sealed record PackageDifferences(IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Changed)
{
    private const string Signature = ".signature.p7s";
    private const string Relations = "_rels/.rels";
    private const string Properties = ".psmdcp";

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => Added.Count + Removed.Count + Changed.Count == 0;

    /// <summary>Compares two packages, by what their directories say of the entries, and only if these agree byte by byte.</summary>
    /// <param name="first">A package. It can seek.</param>
    /// <param name="second">Another one. It can seek.</param>
    /// <param name="limits">What a package may hold.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    /// <exception cref="InvalidDataException">One of them is no sound package.</exception>
    public static async Task<PackageDifferences> BetweenAsync(
        Stream first, Stream second, PackageLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var before = await limits.OpenAsync(first, cancellation).ConfigureAwait(false);
        var after = await limits.OpenAsync(second, cancellation).ConfigureAwait(false);
        var added = after.Entries.Where(entry => !entry.IsFolder && before.Find(entry.Path) is null);
        var removed = before.Entries.Where(entry => !entry.IsFolder && after.Find(entry.Path) is null);
        var common = before.Entries
            .Where(entry => !entry.IsFolder)
            .Select(entry => (Before: entry, After: after.Find(entry.Path)!))
            .Where(pair => pair.After is not null)
            .ToList();
        var changed = common.Where(pair => pair.Before.Length != pair.After.Length || pair.Before.Crc != pair.After.Crc);
        var found = new PackageDifferences(Names(added), Names(removed), Names(changed.Select(pair => pair.Before)));
        return found.IsEmpty
            ? found with { Changed = await ChangedAsync(before, after, common, cancellation).ConfigureAwait(false) }
            : found;
    }

    /// <summary>The differences as one line: first those in what the package is for.</summary>
    /// <param name="longest">The most entries that are named.</param>
    public string Describe(int longest = 10)
    {
        if (IsEmpty)
        {
            return "it has the same entries, packed in another way";
        }

        var all = Changed.Select(name => (Name: name, How: "changed"))
            .Concat(Added.Select(name => (Name: name, How: "added")))
            .Concat(Removed.Select(name => (Name: name, How: "removed")))
            .OrderBy(entry => NoteOn(entry.Name).Length > 0)
            .Select(entry => $"{LogText.Shorten(entry.Name)} ({entry.How}{NoteOn(entry.Name)})")
            .ToList();
        var named = string.Join(", ", all.Take(longest));
        return all.Count > longest ? $"{named} and {all.Count - longest} more" : named;
    }

    private static string NoteOn(string name) =>
        string.Equals(name, Signature, StringComparison.OrdinalIgnoreCase) ? ", the signature"
        : string.Equals(name, Relations, StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(Properties, StringComparison.OrdinalIgnoreCase) ? ", other each time it is packed"
        : "";

    private static List<string> Names(IEnumerable<ZipEntry> entries) =>
        [.. entries.Select(entry => entry.Path).Order(StringComparer.OrdinalIgnoreCase)];

    private static async Task<List<string>> ChangedAsync(
        PackageZip before, PackageZip after, List<(ZipEntry Before, ZipEntry After)> entries, CancellationToken cancellation)
    {
        var changed = new List<ZipEntry>();
        foreach (var (one, other) in entries)
        {
            await using var first = before.Open(one);
            await using var second = after.Open(other);
            if (!await IsSameAsync(first, second, cancellation).ConfigureAwait(false))
            {
                changed.Add(one);
            }
        }

        return Names(changed);
    }

    private static async Task<bool> IsSameAsync(Stream first, Stream second, CancellationToken cancellation)
    {
        const int BufferLength = 1 << 14;
        var (one, other) = (new byte[BufferLength], new byte[BufferLength]);
        while (true)
        {
            var length = await first.ReadAtLeastAsync(one, BufferLength, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            var otherLength = await second.ReadAtLeastAsync(other, BufferLength, throwOnEndOfStream: false, cancellation)
                .ConfigureAwait(false);
            if (!one.AsSpan(0, length).SequenceEqual(other.AsSpan(0, otherLength)))
            {
                return false;
            }

            if (length == 0)
            {
                return true;
            }
        }
    }
}
