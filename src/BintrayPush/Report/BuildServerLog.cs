using BintrayPush.Messages;

namespace BintrayPush.Report;

/// <summary>
/// A build server that takes commands from the lines of a log. They are made here and nowhere else; what comes from outside is cleaned and
/// escaped in them, so that it can neither end a command nor begin one.
/// </summary>
public abstract class BuildServerLog
{
    private protected BuildServerLog()
    {
    }

    /// <summary>The server that reads the log of this process; nothing if none of the known ones does.</summary>
    /// <param name="environment">How environment variables are read.</param>
    public static BuildServerLog? Of(Func<string, string?> environment) =>
        IsTrue("GITHUB_ACTIONS", environment) ? new GitHubLog()
        : IsTrue("TF_BUILD", environment) ? new AzureLog()
        : !string.IsNullOrWhiteSpace(environment("TEAMCITY_VERSION")) ? new TeamCityLog()
        : null;

    /// <summary>Whether it takes commands from standard output only.</summary>
    public virtual bool ReadsOnlyOutput => false;

    /// <summary>
    /// The command that shows a problem where people look. A build does not need it: the server, or what runs the build there, knows the
    /// lines of MSBuild.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <returns>One line; nothing for what is neither an error nor a warning.</returns>
    public string? Annotation(Problem problem)
    {
        var cleaned = problem with
        {
            Text = LogText.Clean(problem.Text),
            File = problem.File is null ? null : LogText.Clean(problem.File),
        };
        return problem.Severity == Severity.Message ? null : Show(cleaned, problem.Severity == Severity.Error);
    }

    /// <summary>Whether it overlooks a problem as MSBuild writes it, so that also a build has to give the command.</summary>
    /// <param name="problem">The problem, in its place.</param>
    public virtual bool OverlooksInBuild(Problem problem) => false;

    /// <summary>The command that keeps a value for later steps; nothing if there is none.</summary>
    /// <param name="name">A name without anything to escape.</param>
    /// <param name="value">The value.</param>
    internal virtual string? Keep(string name, string value) => null;

    /// <summary>The command that adds a page in Markdown to those of the run; nothing if there is none.</summary>
    /// <param name="file">The absolute path of the page, which has to stay until the run has ended.</param>
    internal virtual string? AddPage(string file) => null;

    private protected abstract string Show(Problem problem, bool isError);

    /// <summary>A text in which some characters are written otherwise.</summary>
    private protected static string Escape(string text, Func<char, string?> other) =>
        string.Concat(text.Select(letter => other(letter) ?? letter.ToString()));

    private static bool IsTrue(string name, Func<string, string?> environment) =>
        "true".Equals(environment(name)?.Trim(), StringComparison.OrdinalIgnoreCase);
}
