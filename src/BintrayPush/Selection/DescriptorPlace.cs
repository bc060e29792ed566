namespace BintrayPush.Selection;

/// <summary>A named local folder.</summary>
/// <param name="Name">Its name: the first segment of a pattern of <c>applyToFiles</c>.</param>
/// <param name="Folder">The absolute path of the folder.</param>
public sealed record NamedRoot(string Name, string Folder);

/// <summary>Where a descriptor lies: what the patterns of <c>applyToRepoFiles</c> are relative to (semantics reference 4.1.6).</summary>
/// <param name="Root">The root that holds it.</param>
/// <param name="Folder">Its folder below the root, separated by <c>/</c>; empty if it lies in the root itself.</param>
public sealed record DescriptorPlace(NamedRoot Root, string Folder)
{
    /// <summary>
    /// Finds the root that holds a descriptor: the innermost one. A descriptor outside of all roots has its own folder for a root,
    /// without a name, which no pattern of <c>applyToFiles</c> can reach.
    /// </summary>
    /// <param name="descriptor">The absolute path of the descriptor.</param>
    /// <param name="roots">The roots, with absolute folders.</param>
    public static DescriptorPlace Of(string descriptor, IEnumerable<NamedRoot> roots)
    {
        var folder = WithoutEndingSlash(Path.GetDirectoryName(Path.GetFullPath(descriptor))!);
        var comparison = Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var holding = roots
            .Where(root => Holds(WithoutEndingSlash(root.Folder), folder, comparison))
            .OrderByDescending(root => WithoutEndingSlash(root.Folder).Length)
            .FirstOrDefault();

        return holding is null
            ? new DescriptorPlace(new NamedRoot("", folder), "")
            : new DescriptorPlace(holding, folder.Substring(WithoutEndingSlash(holding.Folder).Length).Replace('\\', '/').Trim('/'));
    }

    private static bool Holds(string root, string folder, StringComparison comparison) =>
        folder.StartsWith(root, comparison)
        && (
            folder.Length == root.Length || folder[root.Length] == Path.DirectorySeparatorChar
                || folder[root.Length] == Path.AltDirectorySeparatorChar);

    private static string WithoutEndingSlash(string folder) => folder.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
}
