using System.Text.RegularExpressions;

namespace BintrayPush.EndToEnd.Harness;

/// <summary>
/// A page for users: README.md, that of the package, or one of docs. Its commands stand in fenced blocks of the language sh.
/// </summary>
public sealed class Page
{
    private static readonly Regex Fence = new(@"^```(?<language>\S*)$");
    private static readonly Regex Heading = new(@"^#+ (?<title>.+)$");
    private readonly List<Block> _blocks = [];
    private readonly HashSet<Block> _taken = [];

    private Page(string name) => Name = name;

    /// <summary>The path in the repository.</summary>
    public string Name { get; }

    public IReadOnlyList<Block> Blocks => _blocks;

    /// <summary>All pages, by path.</summary>
    public static string[] Names { get; } =
    [
        "README.md", "src/BintrayPush.Build/README.md",
        .. Directory.GetFiles(Path.Combine(Machine.Sources, "docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}")
            .Order(StringComparer.Ordinal),
    ];

    public static Page Read(string name)
    {
        var page = new Page(name);
        string section = "";
        (string Language, int Line, List<string> Lines)? open = null;
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(Machine.Sources, name)))
        {
            number++;
            if (open is { } block)
            {
                if (line == "```")
                {
                    page._blocks.Add(new(section, block.Language, block.Line, string.Join('\n', block.Lines)));
                    open = null;
                }
                else
                {
                    block.Lines.Add(line);
                }
            }
            else if (Fence.Match(line) is { Success: true } fence)
            {
                open = (fence.Groups["language"].Value, number, []);
            }
            else if (Heading.Match(line) is { Success: true } heading)
            {
                section = heading.Groups["title"].Value;
            }
        }

        Assert.IsNull(open, $"{name} ends inside of a block.");
        return page;
    }

    /// <summary>The blocks of a section, in order. What has been taken counts as used.</summary>
    public IReadOnlyList<Block> Take(string section, string language)
    {
        var found = _blocks.Where(block => block.Section == section && block.Language == language).ToList();
        Assert.AreNotEqual(0, found.Count, $"{Name} has no block of the language {language} under \"{section}\".");
        _taken.UnionWith(found);
        return found;
    }

    /// <summary>No command of the page was left out, but those that no test runs for a reason.</summary>
    public void WasRunAsAWhole()
    {
        foreach (var block in _blocks.Where(block => block.Language == "sh" && !_taken.Contains(block)
            && !block.Commands.All(command => UnrunCommands.Hold(Name, command))))
        {
            Assert.Fail($"{Name}({block.Line}): no test runs\n{block.Text}");
        }
    }

    /// <param name="Section">The heading above.</param>
    /// <param name="Language">What stands behind the fence.</param>
    /// <param name="Line">Where the block begins.</param>
    /// <param name="Text">Without the fences.</param>
    public sealed record Block(string Section, string Language, int Line, string Text)
    {
        /// <summary>Each command; one that goes on behind a backslash is one.</summary>
        public IEnumerable<string> Commands =>
            Regex.Split(Text, @"(?<!\\)\n").Where(command => command.Length > 0);
    }
}
