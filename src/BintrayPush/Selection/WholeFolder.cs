using BintrayPush.Messages;

namespace BintrayPush.Selection;

/// <summary>A folder that is to be pushed as it is, without a pattern that says what is meant.</summary>
/// <param name="files">What is in it and below.</param>
/// <param name="above">How many folders lead to it; those were named explicitly.</param>
internal sealed class WholeFolder(IReadOnlyList<RootedFile> files, int above)
{
    /// <summary>Its files, without those that are hardly ever meant.</summary>
    public IReadOnlyList<RootedFile> Files { get; } = [.. files.Where(file => PrivateNames.In(file.Path.Split('/'), above).Count == 0)];

    /// <summary>What is left out, and that the folder is one with sources.</summary>
    /// <param name="meant">Whether it is to be pushed all the same.</param>
    /// <param name="place">Where the descriptor lies.</param>
    public IEnumerable<Problem> Problems(bool meant, DescriptorPlace place)
    {
        if (!meant && files.Where(file => PrivateNames.IsOfProject(file.Path.Split('/'), above)).ToList() is { Count: > 0 } telling)
        {
            yield return SelectionProblems.WholeFolderNotMeant(Path.Combine(place.Root.Folder, place.Folder), files.Count, telling);
        }

        if (files.Except(Files).ToList() is { Count: > 0 } left)
        {
            yield return SelectionProblems.PrivateLeftOut(left, Severity.Message);
        }
    }
}
