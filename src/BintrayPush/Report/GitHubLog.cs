using System.Globalization;
using BintrayPush.Messages;

namespace BintrayPush.Report;

/// <summary>
/// GitHub Actions: errors and warnings become annotations of the run and of the lines of the files. Values and pages go by files there
/// (<see cref="RunSummary"/>).
/// </summary>
internal sealed class GitHubLog : BuildServerLog
{
    /// <summary><c>actions/setup-dotnet</c> looks for the lines of MSBuild that have the number of a line.</summary>
    public override bool OverlooksInBuild(Problem problem) => problem.Line == 0;

    private protected override string Show(Problem problem, bool isError)
    {
        var properties = new List<string>();
        if (problem.File is { } file)
        {
            properties.Add($"file={OfProperty(file)}");
        }

        if (problem.Line > 0)
        {
            properties.Add($"line={Number(problem.Line)}");
            properties.Add($"col={Number(problem.Column)}");
        }

        properties.Add($"title={OfProperty(problem.Code)}");
        return $"::{(isError ? "error" : "warning")} {string.Join(",", properties)}::{Escape(problem.Text, OfText)}";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string OfProperty(string text) => Escape(text, letter => letter switch
    {
        ':' => "%3A",
        ',' => "%2C",
        _ => OfText(letter),
    });

    private static string? OfText(char letter) => letter switch
    {
        '%' => "%25",
        '\r' => "%0D",
        '\n' => "%0A",
        _ => null,
    };
}
