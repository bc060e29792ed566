using BintrayPush.Build.Tasks;
using BintrayPush.Selection;

namespace BintrayPush.Build.Settings;

/// <summary>BintrayRoot items to roots.</summary>
internal static class RootItems
{
    /// <param name="task">The task; paths are relative to its project.</param>
    /// <param name="roots">The items.</param>
    /// <param name="reader">Gets the complaints.</param>
    public static IEnumerable<NamedRoot> Read(BintrayTask task, ITaskItem[] roots, PropertyReader reader)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in roots)
        {
            var name = item.ItemSpec.Trim();
            if (PropertyReader.Text(item.GetMetadata("Path")) is not { } path)
            {
                // One that comes with the package, and that this project has no folder for.
                if (!IsPredefined(item))
                {
                    reader.Add(Texts.RootUnusable(name, "it has no Path"));
                }
            }
            else if (name.IndexOfAny(['/', '\\', '*', '?']) >= 0)
            {
                reader.Add(Texts.RootUnusable(name, "its name must be one segment of a path"));
            }
            else if (!names.Add(name))
            {
                if (!IsPredefined(item))
                {
                    reader.Add(Texts.RootUnusable(name, "it is given twice"));
                }
            }
            else
            {
                var folder = task.Absolute(path);
                if (!IsPredefined(item) && !Directory.Exists(folder))
                {
                    reader.Add(Texts.RootUnusable(name, $"there is no folder {folder}"));
                }

                yield return new NamedRoot(name, folder);
            }
        }
    }

    private static bool IsPredefined(ITaskItem item) => item.GetMetadata("Predefined") == "true";
}
