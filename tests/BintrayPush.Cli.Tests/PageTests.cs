using System.Runtime.CompilerServices;

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
        foreach (var command in BintrayCommand.Create(Surroundings).Subcommands)
        {
            var section = sections.Single(section => section.Key.Split(", ").Contains($"bintray {command.Name}")).Value;
            foreach (var name in command.Options.SelectMany(option => option.Aliases.Prepend(option.Name)))
            {
                Assert.IsTrue(section.Contains($"`{name}`", StringComparison.Ordinal) || sections[Shared].Contains($"`{name}`", StringComparison.Ordinal), $"{command.Name} {name} is not described.");
            }
        }

        var known = BintrayCommand.Create(Surroundings).Subcommands.SelectMany(command => command.Options).Select(option => option.Name).ToHashSet();
        var described = sections.Values.SelectMany(section => section.Split('`')).Where(word => word.StartsWith("--", StringComparison.Ordinal));
        Assert.IsEmpty(described.Where(name => !known.Contains(name)));
    }

    private static string Page([CallerFilePath] string here = "")
    {
        // A deterministic build writes /_/ in front of source paths; then the test's own folder leads to the repository.
        for (var folder = new DirectoryInfo(File.Exists(here) ? Path.GetDirectoryName(here)! : AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "docs", "cli.md") is var page && File.Exists(page))
            {
                return page;
            }
        }

        throw new InvalidOperationException("The tests are not run from within the repository.");
    }
}
