using BintrayPush.Report;
using Microsoft.Build.Utilities;

namespace BintrayPush.Build.Tasks;

/// <summary>
/// The log of a build as all tasks write to it. Whatever they say holds names of files and words of services, and build servers take
/// commands from logs, so nothing gets there without having been cleaned.
/// </summary>
internal sealed class BuildLog(TaskLoggingHelper log)
{
    /// <summary>
    /// The page that explains the codes lies in the package, so that the links in a log work for every version, everywhere.
    /// </summary>
    private static readonly string? Page = FindPage();

    private ProjectPlace? _place;
    private BuildServerLog? _reader;

    public bool HasLoggedErrors => log.HasLoggedErrors;

    /// <summary>From now on problems without a place of their own are those of a project: they have their cause there.</summary>
    public void PlaceIn(string projectFile) => _place = new ProjectPlace(projectFile);

    /// <summary>From now on problems that a build server would overlook are given to it as it takes them.</summary>
    public void IsReadBy(BuildServerLog? server) => _reader = server;

    /// <summary>Logs a command to a build server, as <see cref="BuildServerLog"/> has made it.</summary>
    public void LogCommand(string command) => log.LogMessage(MessageImportance.High, command);

    /// <summary>
    /// Logs problems with code, place and help link. The texts go without arguments, or braces in them would be taken for a
    /// format (craft reference 2.3); without a project MSBuild names the file that calls the task.
    /// </summary>
    public void LogProblems(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems.Select(problem => _place?.Of(problem) ?? problem))
        {
            var text = LogText.Clean(problem.Text);
            var file = problem.File is null ? null : LogText.Clean(problem.File);
            switch (problem.Severity)
            {
                case Severity.Error:
                    log.LogError(null, problem.Code, null, LinkTo(problem.Code), file, problem.Line, problem.Column, 0, 0, text);
                    break;
                case Severity.Warning:
                    log.LogWarning(null, problem.Code, null, LinkTo(problem.Code), file, problem.Line, problem.Column, 0, 0, text);
                    break;
                default:
                    log.LogMessage(null, problem.Code, null, file, problem.Line, problem.Column, 0, 0, MessageImportance.High, text);
                    break;
            }

            if (_reader?.OverlooksInBuild(problem) == true && _reader.Annotation(problem) is { } command)
            {
                LogCommand(command);
            }
        }
    }

    /// <summary>Logs one line.</summary>
    public void LogMessage(MessageImportance importance, string line) => log.LogMessage(importance, LogText.Clean(line));

    /// <summary>Logs lines that belong together as one message, because the terminal logger shows single messages only in part.</summary>
    public void LogLines(MessageImportance importance, IEnumerable<string> lines) =>
        log.LogMessage(importance, string.Join("\n", lines.Select(LogText.Clean)));

    /// <summary>Logs all there is to know of an exception, for those who look for it.</summary>
    public void LogDetails(Exception cause)
    {
        foreach (var line in cause.ToString().Split('\n'))
        {
            LogMessage(MessageImportance.Low, line.TrimEnd('\r'));
        }
    }

    private static string? LinkTo(string code) => Page is null ? null : $"{Page}#{code.ToLowerInvariant()}";

    private static string? FindPage()
    {
        var page = Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(typeof(BuildLog).Assembly.Location)!, "..", "..", "docs", "errors.md"));
        return File.Exists(page) ? new Uri(page).AbsoluteUri : null;
    }
}
