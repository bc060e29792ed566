using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BintrayPush.Build.Tasks;
using BintrayPush.Messages;

namespace BintrayPush.Build.Tests;

/// <summary>Targets, tasks and the property page say the same.</summary>
[TestClass]
public sealed class SurfaceTests
{
    private static readonly string Root = SourceTree.Root;

    private static readonly string[] Targets =
        [
            .. Directory.GetFiles(Path.Combine(Root, "build"), "*.targets").Append(Path.Combine(Root, "Sdk", "Sdk.targets"))
                .Select(File.ReadAllText)
        ];

    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "properties.md"));

    private static readonly string[] OfItemsOnly =
    [
        "BintrayPath", "BintrayProperties", "BintrayUploadTime", "BintrayListInDownloads",
        "BintrayDebianDistribution", "BintrayDebianComponent", "BintrayDebianArchitecture",
    ];

    [TestMethod]
    public void Every_public_property_that_the_targets_read_stands_on_the_property_page_and_no_other()
    {
        var read = Targets.SelectMany(text => Regex.Matches(text, @"\$\((Bintray\w+)\)")).Select(match => match.Groups[1].Value)
            .Except(SecretNames.OfProperties).Distinct().Order(StringComparer.Ordinal).ToArray();
        var described = DescribedProperties();

        CollectionAssert.AreEqual(read, described);
        CollectionAssert.AreEqual(
            read,
            BintrayPush.Build.Settings.KnownNames.Properties.Order(StringComparer.Ordinal).ToArray(),
            "what is not known is warned of as a slip");
    }

    [TestMethod]
    public void Every_name_of_a_credential_is_looked_for_and_only_its_name_is_passed()
    {
        foreach (var name in SecretNames.OfProperties)
        {
            Assert.IsTrue(SecretNames.IsOfBuild(name), name);
            Assert.IsTrue(
                Targets.Any(text => text.Contains($"Include=\"{name}\" Condition=\"'$({name})' != ''\"", StringComparison.Ordinal)), name);
        }
    }

    [TestMethod]
    public void Every_parameter_that_the_targets_pass_exists_and_every_one_that_exists_is_passed()
    {
        var calls = Targets.SelectMany(text => XDocument.Parse(text).Descendants()).ToLookup(element => element.Name.LocalName);
        Type[] tasks =
        [
            typeof(PushToBintray), typeof(CollectBintrayArtifacts), typeof(ListPublishFolder), typeof(ZipPublishOutput),
            typeof(GenerateBintrayDescriptor), typeof(ReportBintrayProblem), typeof(VerifyBintrayPush), typeof(ReadBintrayProjects),
            typeof(ReadBintrayCommit),
        ];
        foreach (var task in tasks)
        {
            var own = task.GetProperties()
                .Where(property => property.SetMethod?.IsPublic == true
                    && property.DeclaringType!.Namespace!.StartsWith("BintrayPush.Build", StringComparison.Ordinal));
            CollectionAssert.AreEquivalent(
                own.Select(property => property.Name).ToArray(),
                calls[task.Name].First().Attributes().Select(attribute => attribute.Name.LocalName).Where(name => name != "Condition")
                    .ToArray(),
                task.Name);
        }
    }

    [TestMethod]
    public void The_schema_for_editors_knows_every_property_and_item_of_the_page_and_no_other()
    {
        var schema = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Root, "build", "BintrayPush.Build.targets.buildschema.json"))).RootElement;
        var items = Regex.Matches(Page, @"^### (Bintray\w+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value).ToArray();

        CollectionAssert.AreEqual(
            DescribedProperties(), schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).ToArray());
        CollectionAssert.AreEquivalent(items, schema.GetProperty("items").EnumerateObject().Select(item => item.Name).ToArray());
    }

    [TestMethod]
    public void The_target_that_works_for_long_says_in_the_terminal_logger_what_it_does()
    {
        var pushing = Targets.SelectMany(text => XDocument.Parse(text).Descendants("PushToBintray")).Single();

        Assert.AreEqual("PushingToBintray", pushing.Parent!.Attribute("Name")!.Value);
    }

    [TestMethod]
    public void No_message_of_a_target_names_the_target_as_its_place()
    {
        foreach (var task in Targets.SelectMany(text => XDocument.Parse(text).Descendants())
            .Where(element => element.Name.LocalName is "Error" or "Warning"))
        {
            Assert.AreEqual("$(MSBuildProjectFullPath)", task.Attribute("File")?.Value, task.ToString());
        }
    }

    [TestMethod]
    public void How_far_a_push_is_can_be_read_at_default_verbosity()
    {
        var engine = new RecordingEngine();
        var log = new BintrayPush.Build.Tasks.TransferLog(
            new BuildLog(new Microsoft.Build.Utilities.TaskLoggingHelper(engine, "PushToBintray")));

        log.Options(new()).Progress!(
            new BintrayPush.Report.PushProgress(0, 1, 0, 1024, TimeSpan.FromSeconds(10)) { SentBytes = 1024, UnansweredBytes = 1024 });

        CollectionAssert.AreEqual(
            new[] { "  0 of 1 files, 0 B of 1.0 KB, 1.0 KB sent and not yet confirmed, waiting for the service" },
            engine.HighMessages.ToArray());
    }

    [TestMethod]
    public void No_target_reads_a_credential()
    {
        foreach (var word in new[] { "$(BINTRAY_", "API_KEY)", "GetEnvironmentVariable" })
        {
            Assert.IsFalse(Targets.Any(text => text.Contains(word, StringComparison.Ordinal)), word);
        }
    }

    private static string[] DescribedProperties() =>
    [
        .. Regex.Matches(Page, @"^\|(?<names>(?: `Bintray\w+`,?)+) \|", RegexOptions.Multiline)
            .SelectMany(row => Regex.Matches(row.Groups["names"].Value, @"Bintray\w+"))
            .Select(match => match.Value)
            .Except(OfItemsOnly)
            .Distinct().Order(StringComparer.Ordinal),
    ];
}
