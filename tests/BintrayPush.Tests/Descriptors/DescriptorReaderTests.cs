using System.Text;
using BintrayPush.Api.Model;
using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Tests.Selection;
using static BintrayPush.Tests.Descriptors.Given;

namespace BintrayPush.Tests.Descriptors;

/// <summary>What a descriptor means: semantics reference 3.1 to 3.4.</summary>
[TestClass]
public sealed class DescriptorReaderTests
{
    /// <summary>The worked example of semantics reference 3.4.</summary>
    internal const string Worked = """
        { "repo":    { "name": "nuget-tools", "type": "nuget", "labels": ["tools"], "updateExisting": true },
          "package": { "name": "Acme.Tool", "subject": "acme", "licenses": "MIT", "vcs_url": "https://example.org/acme/tool.git",
                       "attributes": [ { "name": "tfm", "values": ["net8.0", "net472"] } ] },
          "version": { "name": "2.1.0", "released": "2026-02-03", "vcs_tag": "v2.1.0", "gpgSign": true },
          "applyToRepoFiles": ["pkg/*.nupkg", "/shared/acme/**/*.zip"],
          "applyToProps": [ { "stage": ["release"] } ],
          "publish": true }
        """;

    [TestMethod]
    public void The_worked_example_says_what_the_reference_says()
    {
        var descriptor = Sound(Exactly(Worked));

        Assert.AreEqual("acme/nuget-tools/Acme.Tool/2.1.0", descriptor.Target.ToString());
        Assert.IsTrue(descriptor.Repository!.UpdateExisting);
        Assert.AreEqual("nuget", descriptor.Repository.Details.Type);
        CollectionAssert.AreEqual(new[] { "tools" }, descriptor.Repository.Details.Labels!.ToArray());
        CollectionAssert.AreEqual(new[] { "MIT" }, descriptor.Package.Licenses!.ToArray());
        var attribute = descriptor.PackageAttributes.Single();
        Assert.AreEqual(("tfm", AttributeType.String), (attribute.Name, attribute.Type));
        CollectionAssert.AreEqual(new[] { "net8.0", "net472" }, attribute.Values.ToArray());
        Assert.AreEqual(new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero), descriptor.Version.Released);
        Assert.AreEqual((true, true), (descriptor.GpgSign, descriptor.Publish));
        CollectionAssert.AreEqual(
            new[] { "pkg/*.nupkg", "/shared/acme/**/*.zip" }, descriptor.Selection.RepoFiles.Select(pattern => pattern.Text).ToArray());
        Assert.AreEqual(new KeyValuePair<string, string>("stage", "release"), descriptor.Selection.Properties.Pairs.Single());
    }

    [TestMethod]
    [DataRow("bintray-info.json", true)]
    [DataRow("acme-bintray-info-2.0.json", true)]
    [DataRow("bintray-info.tmpl.json", true)]
    [DataRow("Bintray-Info.JSON", true)]
    [DataRow("bintray-info_json", false)]
    [DataRow("bintray-infojson", false)]
    [DataRow("bintray_info.json", false)]
    [DataRow("bintray-info.json.bak", false)]
    [DataRow("bintray-info/other.json", false)]
    [DataRow("some/folder/bintray-info.json", true)]
    [DataRow(@"some\folder\bintray-info.json", true)]
    public void Rule_3_1_descriptors_are_known_by_their_name(string name, bool isDescriptor) =>
        Assert.AreEqual(isDescriptor, DescriptorName.IsDescriptor(name));

    [TestMethod]
    public void Rule_3_3_1_a_single_value_is_a_list_of_one()
    {
        var descriptor = Sound(Exactly("""
            { "package": { "name": "p", "subject": "s", "repo": "r", "labels": "l", "attributes": { "name": "n", "values": 4.50, "type": "number" } },
              "version": { "name": "v" }, "applyToFiles": "bin/*", "applyToRepoFiles": "*", "applyToProps": { "a": "b" } }
            """));

        CollectionAssert.AreEqual(new[] { "l" }, descriptor.Package.Labels!.ToArray());
        CollectionAssert.AreEqual(new[] { "4.50" }, descriptor.PackageAttributes.Single().Values.ToArray());
        Assert.HasCount(1, descriptor.Selection.Files);
        Assert.HasCount(1, descriptor.Selection.RepoFiles);
        Assert.HasCount(1, descriptor.Selection.Properties.Pairs);
    }

    [TestMethod]
    public void Rule_3_3_2_null_is_absent_and_an_empty_text_or_list_is_not()
    {
        var descriptor = Sound(Exactly("""
            { "repo": null, "package": { "name": "p", "subject": "s", "repo": "r", "desc": null, "vcs_url": "", "labels": [], "licenses": null, "extra": null },
              "version": { "name": "v", "desc": null, "gpgSign": null }, "publish": null }
            """));

        Assert.AreEqual(new PackageDetails { VcsUrl = "", Labels = descriptor.Package.Labels }, descriptor.Package);
        Assert.IsEmpty(descriptor.Package.Labels!);
        Assert.IsNull(descriptor.Repository);
        Assert.IsNull(descriptor.GpgSign);
        Assert.IsNull(descriptor.Publish);
    }

    [TestMethod]
    public void Rule_3_2_fields_that_are_not_known_travel_and_those_that_a_service_only_tells_do_not()
    {
        var descriptor = Sound(Exactly("""
            { "$schema": "x", "whatever": [],
              "repo": { "name": "r", "new": { "a": [1, "${X}"] }, "package_count": 3 },
              "package": { "name": "p", "subject": "s", "latest_version": "9", "custom": 1.0 },
              "version": { "name": "v", "labels": ["lost"], "ordinal": 3, "other": true } }
            """, ("x", "y")));

        Assert.AreEqual("""{"a":[1,"y"]}""", descriptor.Repository!.Details.Other!["new"].GetRawText());
        Assert.HasCount(1, descriptor.Repository.Details.Other);
        Assert.AreEqual("1.0", descriptor.Package.Other!.Single().Value.GetRawText());
        Assert.AreEqual("other", descriptor.Version.Other!.Single().Key);
    }

    [TestMethod]
    [DataRow("bin", "BIN", "bin")]
    [DataRow("bin", null, "bin")]
    [DataRow("bin", " ", "bin")]
    [DataRow(null, "bin", "bin")]
    [DataRow("", "bin", "bin")]
    public void Rules_3_4_1_and_3_4_2_the_repository_is_named_by_the_clause_or_the_package(string? ofClause, string? ofPackage, string name)
    {
        var descriptor = Sound(Names(ofClause, ofPackage));

        Assert.AreEqual(name, descriptor.Target.Repository.Name);
        Assert.IsNotNull(descriptor.Repository);
    }

    [TestMethod]
    [DataRow("bin", "lib", "BTP2011")]
    [DataRow(null, null, "BTP2010")]
    [DataRow(" ", "", "BTP2010")]
    public void Rules_3_4_1_and_3_4_5_the_repository_must_be_named_and_without_contradiction(
        string? ofClause, string? ofPackage, string code) =>
        CollectionAssert.AreEqual(new[] { code }, Names(ofClause, ofPackage).Problems.Codes());

    [TestMethod]
    [DataRow("\"2015-01-04\"", "2015-01-04T00:00:00Z")]
    [DataRow("\" 2015-01-04T10:00:00.5+0200 \"", "2015-01-04T08:00:00.5Z")]
    [DataRow("\"2015-01-04T10:00:00+02:00\"", "2015-01-04T08:00:00Z")]
    [DataRow("\"2015-01-04T10:00:00\"", "2015-01-04T10:00:00Z")]
    [DataRow("1420329600000", "2015-01-04T00:00:00Z")]
    [DataRow("\"  \"", null)]
    public void Rule_3_3_5_a_release_date_has_many_forms(string json, string? date) => Assert.AreEqual(
        date is null ? null : (DateTimeOffset?)DateTimeOffset.Parse(date, System.Globalization.CultureInfo.InvariantCulture),
        Sound(Version("\"released\": " + json)).Version.Released);

    [TestMethod]
    [DataRow("\"yesterday\"")]
    [DataRow("1e3")]
    [DataRow("999999999999999999")]
    [DataRow("true")]
    public void A_release_date_that_is_none_is_an_error(string json) =>
        CollectionAssert.AreEqual(new[] { "BTP2014" }, Version("\"released\": " + json).Problems.Codes());

    [TestMethod]
    [DataRow("""{ "name": "n", "values": true, "type": "Boolean" }""", AttributeType.Boolean, "true")]
    [DataRow("""{ "name": "n", "values": ["false"], "type": "boolean" }""", AttributeType.Boolean, "false")]
    [DataRow(
        """{ "name": "n", "values": ["2015-01-04T10:00:00.000+0200"], "type": "date" }""",
        AttributeType.Date,
        "2015-01-04T10:00:00.000+0200")]
    [DataRow("""{ "name": "n", "values": "1e3", "type": "number", "note": 1 }""", AttributeType.Number, "1e3")]
    [DataRow("""{ "name": "n", "values": 7 }""", AttributeType.String, "7")]
    public void Rule_3_3_4_attributes_have_types_and_values_as_they_were_written(string json, AttributeType type, string value)
    {
        var attribute = Sound(Version("\"attributes\": " + json)).VersionAttributes.Single();

        Assert.AreEqual((type, value), (attribute.Type, attribute.Values.Single()));
    }

    [TestMethod]
    [DataRow("""{ "values": 1 }""", "it has no name")]
    [DataRow("""{ "name": "n" }""", "'n' has no values")]
    [DataRow("""{ "name": "n", "values": 1, "type": "int" }""", "there is no type 'int'")]
    [DataRow("""{ "name": "n", "values": "many", "type": "number" }""", "the value is not of the type number")]
    [DataRow("""{ "name": "n", "values": "yes", "type": "Boolean" }""", "the value is not of the type boolean")]
    [DataRow("""[{ "name": "n", "values": 1 }, { "name": "n", "values": 2 }]""", "'n' is there twice")]
    public void An_attribute_that_cannot_be_used_is_an_error(string json, string fault)
    {
        var problem = Version("\"attributes\": " + json).Problems.Single();

        Assert.AreEqual("BTP2013", problem.Code);
        StringAssert.Contains(problem.Text, fault);
    }

    [TestMethod]
    public void Variables_are_replaced_whatever_their_letter_case_and_only_once()
    {
        var descriptor = Sound(Reading(
            """{ "applyToFiles": ["bin/${NAME}.${Ext}", "bin/$${name}", "bin/${ name }"] }""", ("Name", "${Ext}"), ("ext", "zip")));

        CollectionAssert.AreEqual(
            new[] { "bin/${Ext}.zip", "bin/${name}", "bin/${Ext}" }, descriptor.Selection.Files.Select(pattern => pattern.Text).ToArray());
    }

    [TestMethod]
    [DataRow("${Nobody}")]
    [DataRow("${")]
    [DataRow("${}")]
    [DataRow("${Open")]
    public void A_variable_without_a_value_is_an_error(string use)
    {
        var problem = Reading($$"""{ "applyToFiles": "bin/{{use}}" }""", ("Open", "x")).Problems.Single();

        Assert.AreEqual("BTP2016", problem.Code);
        StringAssert.Contains(problem.Text, $"'{use}'");
    }

    [TestMethod]
    public void Rule_4_1_8_blank_patterns_do_not_count() =>
        Assert.IsEmpty(Given.Descriptor("""{ "applyToFiles": "", "applyToRepoFiles": ["", " ", null] }""").Selection.RepoFiles);

    [TestMethod]
    public void A_file_with_a_byte_order_mark_is_read_and_its_places_are_right()
    {
        var reading = DescriptorReader.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("[]")], DescriptorVariables.None);

        Assert.AreEqual((1, 1), (reading.Problems.Single().Line, reading.Problems.Single().Column));
    }

    [TestMethod]
    public void A_file_on_disk_is_read_and_one_that_cannot_be_is_an_error()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        try
        {
            var file = Path.Combine(folder.FullName, "bintray-info.json");
            Assert.AreEqual("BTP2001", DescriptorReader.ReadFile(file, DescriptorVariables.None).Problems.Single().Code);
            Assert.AreEqual("BTP2002", DescriptorReader.ReadFile(folder.FullName, DescriptorVariables.None).Problems.Single().Code);

            File.WriteAllText(file, Worked);
            Assert.AreEqual("2.1.0", Sound(DescriptorReader.ReadFile(file, DescriptorVariables.None)).Target.Name);

            File.WriteAllText(file, Worked + new string(' ', DescriptorReader.LargestFile));
            Assert.AreEqual("BTP2001", DescriptorReader.ReadFile(file, DescriptorVariables.None).Problems.Single().Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static DescriptorReading Names(string? ofClause, string? ofPackage) => Exactly($$"""
        { "repo": { {{Field("name", ofClause)}} }, "package": { "name": "p", "subject": "s" {{(ofPackage is null ? "" : ", " + Field("repo", ofPackage))}} },
          "version": { "name": "v" } }
        """);

    private static string Field(string name, string? value) => value is null ? "" : $"\"{name}\": \"{value}\"";

    private static DescriptorReading Version(string fields) => Exactly(
        $$"""{ "package": { "name": "p", "subject": "s", "repo": "r" }, "version": { "name": "v", {{fields}} } }""");
}
