using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BintrayPush.Build.Settings;
using BintrayPush.Messages;

namespace BintrayPush.Build.Tests;

/// <summary>What the pages print as XML and JSON can be read, and every name of ours on them exists.</summary>
[TestClass]
public sealed class DocumentNamesTests
{
    private static readonly string Root = SourceTree.Root;

    /// <summary>For those who change the code: it has the names of types.</summary>
    private const string OfCode = "docs/architecture.md";

    private static readonly (string Name, string Text)[] Pages =
    [
        .. new[] { "README.md", "src/BintrayPush.Build/README.md" }
            .Concat(Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}"))
            .Where(name => name != OfCode)
            .Select(name => (name, File.ReadAllText(Path.Combine(Root, name)))),
    ];

    private static readonly Dictionary<string, string[]> Items = new()
    {
        ["BintrayArtifact"] = KnownNames.OfArtifacts,
        ["BintrayAttribute"] = KnownNames.OfAttributes,
        ["BintrayRoot"] = KnownNames.OfRoots,
        ["BintrayDescriptorVariable"] = KnownNames.OfVariables,
        ["BintrayProject"] = [],
    };

    private static readonly Type[] Tasks =
        [typeof(PushToBintray), typeof(VerifyBintrayPush), typeof(GenerateBintrayDescriptor), typeof(CollectBintrayArtifacts)];

    /// <summary>Every name that a project can write or read.</summary>
    private static readonly string[] Names =
    [
        .. KnownNames.Properties, .. KnownNames.OfArtifacts, .. Items.Keys, "BintrayPushedArtifact",
        .. Directory.GetFiles(Path.Combine(Root, "build"), "*.targets").SelectMany(file => XDocument.Load(file).Descendants("Target"))
            .Select(target => target.Attribute("Name")!.Value),
    ];

    /// <summary>
    /// Names that the pages print because they are wrong, or because they are of others; BintrayPublsh is a slip on purpose.
    /// </summary>
    private static readonly string[] NamesOfOthers = ["BintrayPush", "BintrayPublsh", .. SecretNames.OfProperties];

    [TestMethod]
    public void Every_project_fragment_is_XML_with_known_properties_and_metadata()
    {
        var fragments = Blocks("xml");
        Assert.IsNotEmpty(fragments);
        foreach (var (place, text) in fragments)
        {
            var fragment = XElement.Parse($"<Project>{text}</Project>");
            foreach (var property in fragment.Descendants("PropertyGroup").Elements().Where(element => IsOurs(element.Name.LocalName)))
            {
                Assert.Contains(property.Name.LocalName, KnownNames.Properties, place);
            }

            foreach (var item in fragment.Descendants("ItemGroup").Elements())
            {
                var metadata = item.Attributes().Select(attribute => attribute.Name.LocalName)
                    .Except(["Include", "Update", "Remove", "Exclude", "Condition"])
                    .Concat(item.Elements().Select(element => element.Name.LocalName));
                var known = Items.GetValueOrDefault(item.Name.LocalName, KnownNames.OfArtifacts);
                Assert.IsTrue(
                    !IsOurs(item.Name.LocalName) || Items.ContainsKey(item.Name.LocalName),
                    $"{place}: no item is called {item.Name}.");
                // Other metadata of an artifact are its properties.
                foreach (var name in metadata.Where(name => known != KnownNames.OfArtifacts || IsOurs(name)))
                {
                    Assert.Contains(name, known, $"{place}, {item.Name}");
                }
            }

            foreach (var call in fragment.Elements("Target").Elements())
            {
                var task = Tasks.SingleOrDefault(type => type.Name == call.Name.LocalName);
                foreach (var parameter in task is null ? [] : call.Attributes())
                {
                    Assert.IsNotNull(
                        task!.GetProperty(parameter.Name.LocalName), $"{place}: {task.Name} has no parameter {parameter.Name}.");
                }
            }
        }
    }

    [TestMethod]
    public void Every_JSON_block_is_JSON()
    {
        var blocks = Blocks("json");
        Assert.IsNotEmpty(blocks);
        foreach (var (place, text) in blocks)
        {
            try
            {
                JsonDocument.Parse(text).Dispose();
            }
            catch (JsonException wrong)
            {
                Assert.Fail($"{place}: {wrong.Message}");
            }
        }
    }

    [TestMethod]
    public void Every_property_of_a_command_line_exists()
    {
        foreach (var (name, text) in Pages)
        {
            foreach (Match given in Regex.Matches(text, @"-p:(?<name>Bintray\w*)"))
            {
                Assert.Contains(given.Groups["name"].Value, KnownNames.Properties, name);
            }
        }
    }

    [TestMethod]
    public void Every_name_in_the_running_text_exists()
    {
        var unknown = Pages.SelectMany(page => Regex.Matches(page.Text, @"`[^`\n]+`")
            .SelectMany(code => Regex.Matches(code.Value, @"(?<![\w./])Bintray[A-Z]\w*\b(?!\.\w)"))
            .Select(match => match.Value).Except(Names).Except(NamesOfOthers).Select(name => $"{page.Name}: {name}")).Distinct().ToArray();

        CollectionAssert.AreEqual(Array.Empty<string>(), unknown, string.Join('\n', unknown));
    }

    [TestMethod]
    public void Every_example_of_a_path_holds_the_version()
    {
        var paths = Pages.SelectMany(page => Regex
            .Matches(page.Text, @"BintrayPath(?:=""|>)(?<path>[^""<\n]+)|--path (?!`)(?<path>[^\s`]+)")
            .Select(match => $"{page.Name}: {match.Groups["path"].Value}")).ToArray();

        Assert.IsNotEmpty(paths);
        CollectionAssert.AreEqual(
            Array.Empty<string>(),
            paths.Where(path => !Regex.IsMatch(path, @"\$\((Package)?Version\)|/\d+\.\d+|\$\{\w*[Vv]ersion\}")).ToArray(),
            "A path belongs to one version (BTP4005).");
    }

    [TestMethod]
    public void Every_command_that_builds_and_pushes_names_the_configuration()
    {
        var commands = Blocks("sh").Concat(Blocks("")).SelectMany(block => block.Text.Split('\n').Select(line => $"{block.Place}: {line}"))
            .Where(line => Regex.IsMatch(line, @"\bdotnet build\b.* -t:(PushToBintray|PlanBintrayPush|VerifyBintrayPush)\b")).ToArray();

        Assert.IsNotEmpty(commands);
        CollectionAssert.AreEqual(
            Array.Empty<string>(),
            commands.Where(line => !line.Contains("-c Release", StringComparison.Ordinal))
                .Where(line => !line.EndsWith("dotnet build samples/HelloBintray -t:PushToBintray", StringComparison.Ordinal))
                .Where(line => !line.Contains("dotnet build release.proj ", StringComparison.Ordinal)).ToArray(),
            "dotnet build makes Debug otherwise (BTP1014), which only the embedded repository of the sample takes without a word. A release "
                + "project makes Release.");
    }

    [TestMethod]
    public void Every_statement_of_the_guide_has_its_form_here_and_says_what_differs()
    {
        var page = Pages.Single(page => page.Name == "docs/coming-from-artifactory.md").Text;
        var rows = Regex.Matches(page, @"^\| statement \| here \| differs \|\n\|[ -|]+\n(?<rows>(?:\|.*\n)+)", RegexOptions.Multiline)
            .SelectMany(table => table.Groups["rows"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToArray();

        Assert.IsGreaterThan(50, rows.Length);
        foreach (var row in rows)
        {
            var cells = Regex.Split(row, @"(?<!\\)\|")[1..^1];
            Assert.HasCount(3, cells, row);
            Assert.IsFalse(cells.Any(string.IsNullOrWhiteSpace), row);
        }
    }

    private static bool IsOurs(string name) => name.StartsWith("Bintray", StringComparison.Ordinal);

    /// <summary>The blocks of a language on all pages.</summary>
    private static (string Place, string Text)[] Blocks(string language) =>
    [
        .. Pages.SelectMany(page => Regex
            .Matches(page.Text, @"^```(?<language>\w*)\n(?<block>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)
            .Where(match => match.Groups["language"].Value == language)
            .Select(
                match => ($"{page.Name}({page.Text.Take(match.Index).Count(letter => letter == '\n') + 1})", match.Groups["block"].Value))),
    ];
}
