using System.Globalization;
using BintrayPush.Messages;

namespace BintrayPush.Report;

/// <summary>
/// TeamCity: errors are problems of the build, warnings are marked in its log, and values are parameters for later steps.
/// </summary>
internal sealed class TeamCityLog : BuildServerLog
{
    public override bool ReadsOnlyOutput => true;

    internal override string Keep(string name, string value) =>
        $"##teamcity[setParameter name='{name}' value='{Value(LogText.Clean(value))}']";

    private protected override string Show(Problem problem, bool isError)
    {
        var place = problem.File is null ? ""
            : problem.Line == 0 ? $"{problem.File}: "
            : string.Format(CultureInfo.InvariantCulture, "{0}({1},{2}): ", problem.File, problem.Line, problem.Column);
        var text = Value($"{place}{problem.Code}: {problem.Text}");
        return isError ? $"##teamcity[buildProblem description='{text}']" : $"##teamcity[message text='{text}' status='WARNING']";
    }

    private static string Value(string text) => Escape(text, letter => letter switch
    {
        '|' or '\'' or '[' or ']' => $"|{letter}",
        '\n' => "|n",
        '\r' => "|r",
        > '\u007f' => "|0x" + ((int)letter).ToString("X4", CultureInfo.InvariantCulture),
        _ => null,
    });
}
