using BintrayPush.Artifacts;
using BintrayPush.Build.Tasks;
using Microsoft.Build.Utilities;

namespace BintrayPush.Build.Settings;

/// <summary>The items that artifacts were read from, to be found again when the push is over.</summary>
internal sealed class SourceItems
{
    private readonly Dictionary<Artifact, ITaskItem> _items = [];
    private readonly ILookup<(string File, string? Path), ITaskItem> _places;
    private readonly ILookup<string, ITaskItem> _files;

    private SourceItems(IReadOnlyList<(ITaskItem Item, Artifact Artifact)> read)
    {
        Artifacts = [.. read.Select(pair => pair.Artifact)];
        foreach (var (item, artifact) in read)
        {
            _items[artifact] = item;
        }

        _places = read.ToLookup(pair => (pair.Artifact.LocalPath, pair.Artifact.Own.Path), pair => pair.Item);
        _files = read.ToLookup(pair => pair.Artifact.LocalPath, pair => pair.Item);
    }

    public static SourceItems None { get; } = new([]);

    /// <summary>The artifacts, in the order of the items.</summary>
    public IReadOnlyList<Artifact> Artifacts { get; }

    public static SourceItems Read(ITaskItem[] items, PropertyReader reader) =>
        new([.. items.Select(item => (item, ArtifactItems.Read(item, reader)))]);

    /// <summary>
    /// The item of an artifact. A descriptor may have changed the artifact's metadata; then the item with the same file, and
    /// the same path if there are several, is the one. A file that only the descriptor named has an item of its own.
    /// </summary>
    public ITaskItem Of(Artifact artifact) =>
        _items.TryGetValue(artifact, out var item) ? item
        : _places[(artifact.LocalPath, artifact.Own.Path)].Concat(_files[artifact.LocalPath]).FirstOrDefault()
            ?? new TaskItem(Escaping.Escape(artifact.LocalPath));
}
