using System.Runtime.CompilerServices;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BintrayPush.Build;

/// <summary>Problems as MSBuild errors, warnings and messages.</summary>
internal static class ProblemLog
{
    /// <summary>The page that explains the codes lies in the package, so that the links in a log work for every version, everywhere.</summary>
    private static readonly string? Page = FindPage();

    /// <summary>The projects that tasks work for: their problems have their cause there.</summary>
    private static readonly ConditionalWeakTable<TaskLoggingHelper, ProjectPlace> Places = new();

    /// <summary>From now on problems without a place of their own are those of a project.</summary>
    public static void PlaceIn(this TaskLoggingHelper log, string projectFile) => Places.GetValue(log, _ => new ProjectPlace(projectFile));

    /// <summary>
    /// Logs problems with code, place and help link. The texts go without arguments, or braces in them would be taken for a
    /// format (craft reference 2.3); without a project MSBuild names the file that calls the task.
    /// </summary>
    public static void LogProblems(this TaskLoggingHelper log, IEnumerable<Problem> problems)
    {
        var place = Places.TryGetValue(log, out var project) ? project : null;
        foreach (var problem in problems.Select(problem => place?.Of(problem) ?? problem))
        {
            switch (problem.Severity)
            {
                case Severity.Error:
                    log.LogError(null, problem.Code, null, LinkTo(problem.Code), problem.File, problem.Line, problem.Column, 0, 0, problem.Text);
                    break;
                case Severity.Warning:
                    log.LogWarning(null, problem.Code, null, LinkTo(problem.Code), problem.File, problem.Line, problem.Column, 0, 0, problem.Text);
                    break;
                default:
                    log.LogMessage(null, problem.Code, null, problem.File, problem.Line, problem.Column, 0, 0, MessageImportance.High, problem.Text);
                    break;
            }
        }
    }

    private static string? LinkTo(string code) => Page is null ? null : $"{Page}#{code.ToLowerInvariant()}";

    private static string? FindPage()
    {
        var page = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(ProblemLog).Assembly.Location)!, "..", "..", "docs", "errors.md"));
        return File.Exists(page) ? new Uri(page).AbsoluteUri : null;
    }
}
