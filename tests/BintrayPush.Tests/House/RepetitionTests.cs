using System.Text.RegularExpressions;

namespace BintrayPush.Tests.House;

/// <summary>
/// One home for one thing: no six lines of code stand twice, letter by letter. Comments and lines of braces do not count. Imports do: what
/// every room of a project uses stands in its project file.
/// </summary>
[TestClass]
public sealed class RepetitionTests
{
    private const int Lines = 6;

    [TestMethod]
    public void No_six_lines_of_code_stand_in_two_places()
    {
        var twice = SourceTree.Files("src", "*.cs")
            .SelectMany(RunsOf)
            .GroupBy(run => run.Text, run => run.Where)
            .Where(places => places.Count() > 1)
            .Select(places => $"{string.Join(" and ", places)}:{Environment.NewLine}{places.Key}");
        Assert.AreEqual("", string.Join(Environment.NewLine, twice));
    }

    private static IEnumerable<(string Text, string Where)> RunsOf(string file)
    {
        var code = File.ReadLines(file)
            .Select((text, i) => (Text: text.Trim(), Number: i + 1))
            .Where(line => Regex.IsMatch(line.Text, @"\w") && !Regex.IsMatch(line.Text, @"^//"))
            .ToList();
        for (var i = 0; i + Lines <= code.Count; i++)
        {
            yield return (string.Join("\n", code.Skip(i).Take(Lines).Select(line => line.Text)), $"{file}({code[i].Number})");
        }
    }
}
