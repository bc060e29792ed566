using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BintrayPush.Build;

/// <summary>Problems as MSBuild errors, warnings and messages.</summary>
internal static class ProblemLog
{
    /// <summary>The page that explains the codes lies in the package, so that the links in a log work for every version, everywhere.</summary>
    private static readonly string? Page = FindPage();

    /// <summary>
    /// Logs problems with code, place and help link. The texts go without arguments, or braces in them would be taken for a
    /// format (craft reference 2.3); without a file MSBuild names the place of the task.
    /// </summary>
    public static void LogProblems(this TaskLoggingHelper log, IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
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
