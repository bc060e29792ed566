using BintrayPush.Build.Tasks;

namespace BintrayPush.Build.Settings;

/// <summary>
/// Names that mean nothing here, and look as if they were meant to: MSBuild takes any property and any metadatum without a word, so a
/// slip would push what was not to be pushed. Of the properties only those of the command line can be listed inside a task.
/// </summary>
internal static class Misspellings
{
    private const string Prefix = "Bintray";

    public static void OfProperties(IBuildEngine engine, PropertyReader reader)
    {
        var given = (engine as IBuildEngine6)?.GetGlobalProperties().Keys ?? [];
        foreach (var name in given.OrderBy(name => name, StringComparer.Ordinal))
        {
            if (SecretNames.IsOfBuild(name))
            {
                reader.Add(Texts.SecretGiven($"The property {name}"));
            }
            else if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                && !KnownNames.Properties.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                reader.Add(Texts.NameUnknown($"The property {name}", NearestName.Of(name, KnownNames.Properties)));
            }
        }
    }

    /// <summary>An artifact may have metadata of any name, so only those that begin like ours are judged.</summary>
    public static void OfArtifacts(ITaskItem[] items, PropertyReader reader)
    {
        foreach (var (name, file) in NamesOf(items).Where(name => name.Name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            if (SecretNames.IsOfBuild(name))
            {
                reader.Add(Texts.SecretGiven($"Metadata {name} of {file}"));
            }
            else if (!KnownNames.OfArtifacts.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                reader.Add(Texts.NameUnknown($"Metadata {name} of {file}", NearestName.Of(name, KnownNames.OfArtifacts)));
            }
        }
    }

    /// <summary>Of items that are ours alone, whatever is near to what they may have.</summary>
    public static void Of(string itemType, ITaskItem[] items, string[] known, PropertyReader reader)
    {
        foreach (var (name, item) in NamesOf(items).Where(name => !known.Contains(name.Name, StringComparer.OrdinalIgnoreCase)))
        {
            if (NearestName.Of(name, known) is { } near)
            {
                reader.Add(Texts.NameUnknown($"Metadata {name} of {itemType} {item}", near));
            }
        }
    }

    /// <summary>Each name once, with the first item that has it.</summary>
    private static IEnumerable<(string Name, string Item)> NamesOf(ITaskItem[] items) =>
        from item in items
        from string name in item.CloneCustomMetadata().Keys
        group item.ItemSpec by name into same
        select (same.Key, same.First());
}
