using System.Text.Json;
using System.Text.RegularExpressions;
using BintrayPush.Descriptors;
using BintrayPush.Tests.House;

namespace BintrayPush.Tests.Descriptors;

/// <summary>The published schema and page say what the reader does.</summary>
[TestClass]
public sealed class DescriptorSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Page("descriptor.schema.json"))).RootElement;

    [TestMethod]
    [DataRow("", null)]
    [DataRow("repo", "repo")]
    [DataRow("package", "package")]
    [DataRow("version", "version")]
    [DataRow("package.attributes", "attribute")]
    [DataRow("version.attributes", "attribute")]
    public void The_schema_has_exactly_the_fields_that_the_reader_knows(string path, string? definition)
    {
        var part = definition is null ? Schema : Schema.GetProperty("definitions").GetProperty(definition);

        CollectionAssert.AreEqual(
            DescriptorReader.KnownFields()[path].OrderBy(name => name, StringComparer.Ordinal).ToArray(),
            part.GetProperty("properties").EnumerateObject().Select(field => field.Name).OrderBy(name => name, StringComparer.Ordinal)
                .ToArray());
    }

    [TestMethod]
    public void Every_reference_in_the_schema_leads_somewhere()
    {
        var definitions = Schema.GetProperty("definitions").EnumerateObject().Select(definition => definition.Name).ToList();
        var used = Regex.Matches(Schema.GetRawText(), @"#/definitions/(\w+)").Cast<Match>().Select(match => match.Groups[1].Value)
            .Distinct();

        CollectionAssert.AreEquivalent(definitions, used.ToList());
    }

    [TestMethod]
    public void The_page_names_every_field_and_its_example_can_be_read()
    {
        var page = File.ReadAllText(Page("descriptor.md"));
        var known = DescriptorReader.KnownFields().SelectMany(part => part.Value).Distinct();
        var example = Regex.Match(page, "```json\r?\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

        Assert.IsEmpty(known.Where(name => !page.Contains($"`{name}`")));
        var reading = Given.Exactly(example, ("PackageVersion", "2.1.0"));
        Assert.IsEmpty(reading.Problems);
        Assert.AreEqual("acme/nuget-tools/Acme.Tool/2.1.0", Given.Sound(reading).Target.ToString());
    }

    private static string Page(string name) => Path.Combine(SourceTree.Root, "docs", name);
}
