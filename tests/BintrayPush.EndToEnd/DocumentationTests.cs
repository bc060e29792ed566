using System.Text.RegularExpressions;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>The examples of docs/properties.md, as they stand there.</summary>
[TestClass]
public sealed class DocumentationTests : Scenario
{
    [TestMethod]
    public void Every_example_of_the_property_page_works()
    {
        var page = File.ReadAllText(Path.Combine(Machine.Sources, "docs", "properties.md"));
        var project = Project("<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><PackageId>Acme</PackageId>");
        Write("Acme.csproj", project.Replace("</Project>", string.Concat(Blocks(page, "xml")) + "</Project>", StringComparison.Ordinal));
        Write("Program.cs", "System.Console.WriteLine(1);");
        Write("docs/deep/a.txt", "a");
        Write("notes.txt", "notes");

        var commands = Blocks(page, "").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.HasCount(8, commands);
        foreach (var command in commands)
        {
            Dotnet(command.Split(' ')[1..]).Succeeds();
        }

        CollectionAssert.AreEqual(new[] { "Acme-1.0.0.zip", "Acme.1.0.0.nupkg", "docs/1.0.0/deep/a.txt", "notes/1.0.0/notes.txt" }, AllPublished("acme/tools"));
        CollectionAssert.AreEqual(new[] { "manual/1.0.0/notes.txt" }, AllPublished("acme/manuals"));
    }

    /// <summary>The code blocks of a language; the ones without are commands.</summary>
    private static IEnumerable<string> Blocks(string page, string language) =>
        Regex.Matches(page, @"^```(?<language>\w*)\n(?<block>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)
            .Where(match => match.Groups["language"].Value == language)
            .Select(match => match.Groups["block"].Value);
}
