using System.Text.RegularExpressions;

namespace BintrayPush.Build;

/// <summary>
/// Where in a project a problem has its cause: the line of the first property or item that the message names and that the project sets
/// itself, else the project as a whole. Without a place MSBuild would name our own targets, where nobody can mend anything.
/// </summary>
internal sealed class ProjectPlace(string projectFile)
{
    private const long Largest = 1 << 20;
    private static readonly Regex Setting = new(@"\bBintray[A-Z]\w*", RegexOptions.CultureInvariant);

    private string[]? _lines;

    /// <summary>The problem with its place; one that has a place keeps it.</summary>
    public Problem Of(Problem problem)
    {
        if (problem.File is not null)
        {
            return problem;
        }

        _lines ??= Read();
        foreach (var name in Setting.Matches(problem.Text).Cast<Match>().Select(found => found.Value).Distinct())
        {
            var element = new Regex($@"<{name}[\s>/]", RegexOptions.CultureInvariant);
            for (var line = 0; line < _lines.Length; line++)
            {
                if (element.Match(_lines[line]) is { Success: true } found)
                {
                    return problem with { File = projectFile, Line = line + 1, Column = found.Index + 1 };
                }
            }
        }

        return problem with { File = projectFile };
    }

    private string[] Read()
    {
        try
        {
            return new FileInfo(projectFile).Length <= Largest ? File.ReadAllLines(projectFile) : [];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
