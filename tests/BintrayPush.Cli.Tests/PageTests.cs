using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace BintrayPush.Cli.Tests;

/// <summary>docs/cli.md says everything that can be given.</summary>
[TestClass]
public sealed class PageTests : CommandTest
{
    private const string Shared = "What all commands share";

    [TestMethod]
    public void Every_option_of_every_command_stands_in_its_section_of_the_page_and_nothing_else_does()
    {
        var sections = File.ReadAllText(Page()).Split("\n## ").ToDictionary(section => section.Split('\n')[0], section => section);
        foreach (var command in BintrayCommand.Create(CliEnvironment).Subcommands)
        {
            var section = sections.Single(section => section.Key.Split(", ").Contains($"bintray {command.Name}")).Value;
            foreach (var name in OptionsOf(command).SelectMany(option => option.Aliases.Prepend(option.Name)))
            {
                Assert.IsTrue(
                    section.Contains($"`{name}`", StringComparison.Ordinal)
                        || sections[Shared].Contains($"`{name}`", StringComparison.Ordinal),
                    $"{command.Name} {name} is not described.");
            }
        }

        var known = BintrayCommand.Create(CliEnvironment).Subcommands.SelectMany(OptionsOf).Select(option => option.Name)
            .ToHashSet();
        var described = sections.Values.SelectMany(section => section.Split('`'))
            .Where(word => word.StartsWith("--", StringComparison.Ordinal));
        Assert.IsEmpty(described.Where(name => !known.Contains(name)));
    }

    [TestMethod]
    public void Every_command_line_on_every_page_has_a_command_and_options_that_exist()
    {
        var commands = BintrayCommand.Create(CliEnvironment).Subcommands.ToDictionary(command => command.Name);
        var lines = Directory.GetFiles(Path.GetDirectoryName(Page())!, "*.md")
            .Append(Path.Combine(Path.GetDirectoryName(Page())!, "..", "README.md"))
            .SelectMany(page => Regex.Matches(File.ReadAllText(page), @"(?:`|^)bintray (?<line>[a-z][^`\n]*)", RegexOptions.Multiline)
                .Select(match => (Page: Path.GetFileName(page), Line: match.Groups["line"].Value)))
            .ToArray();

        Assert.IsGreaterThan(30, lines.Length);
        foreach (var (page, line) in lines)
        {
            var words = line.Split(' ');
            Assert.IsTrue(commands.TryGetValue(words[0], out var command), $"{page}: bintray {line}");
            var known = OptionsOf(command!).SelectMany(option => option.Aliases.Prepend(option.Name)).ToHashSet();
            Assert.IsEmpty(
                words.Where(word => word.StartsWith("--", StringComparison.Ordinal) && !known.Contains(word)), $"{page}: bintray {line}");
        }
    }

    /// <summary>Its own, and those of the commands below it.</summary>
    private static IEnumerable<Option> OptionsOf(Command command) => command.Options.Concat(command.Subcommands.SelectMany(OptionsOf));

    private static string Page([CallerFilePath] string here = "")
    {
        // A deterministic build writes /_/ in front of source paths; then the test's own folder leads to the repository.
        for (
            var folder = new DirectoryInfo(
                File.Exists(here) ? Path.GetDirectoryName(here)! : AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "docs", "cli.md") is var page && File.Exists(page))
            {
                return page;
            }
        }

        throw new InvalidOperationException("The tests are not run from within the repository.");
    }
}
