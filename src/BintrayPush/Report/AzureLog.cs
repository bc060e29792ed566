using System.Globalization;
using BintrayPush.Messages;

namespace BintrayPush.Report;

/// <summary>Azure Pipelines: issues of the run, output variables of the step, and a page beside the run's.</summary>
internal sealed class AzureLog : BuildServerLog
{
    public override bool ReadsOnlyOutput => true;

    internal override string Keep(string name, string value) =>
        $"##vso[task.setvariable variable={name};isOutput=true]{OfText(LogText.Clean(value))}";

    internal override string AddPage(string file) => $"##vso[task.uploadsummary]{OfText(LogText.Clean(file))}";

    private protected override string Show(Problem problem, bool isError)
    {
        var place = problem.File is null ? "" : $"sourcepath={OfProperty(problem.File)};";
        if (problem.Line > 0)
        {
            place += string.Format(
                CultureInfo.InvariantCulture, "linenumber={0};columnnumber={1};", problem.Line, problem.Column);
        }

        return $"##vso[task.logissue type={(isError ? "error" : "warning")};{place}code={OfProperty(problem.Code)};]"
            + OfText($"{problem.Code}: {problem.Text}");
    }

    private static string OfProperty(string text) => Escape(text, letter => letter switch
    {
        ';' => "%3B",
        ']' => "%5D",
        _ => InText(letter),
    });

    private static string OfText(string text) => Escape(text, InText);

    private static string? InText(char letter) => letter switch
    {
        '%' => "%AZP25",
        '\r' => "%0D",
        '\n' => "%0A",
        _ => null,
    };
}
