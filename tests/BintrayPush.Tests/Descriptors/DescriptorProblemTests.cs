using System.Text;
using BintrayPush.Descriptors;
using BintrayPush.Messages;
using BintrayPush.Tests.Selection;
using static BintrayPush.Tests.Descriptors.Given;

namespace BintrayPush.Tests.Descriptors;

/// <summary>What is said of descriptors that are wrong: everything at once, with line and column.</summary>
[TestClass]
public sealed class DescriptorProblemTests
{
    [TestMethod]
    public void Many_different_mistakes_are_reported_in_one_go_each_with_its_line_and_column()
    {
        var reading = Exactly("""
            { "repo": { "name": "one", "labels": [1] },
              "package": {
                "name": "a/b",
                "repo": "two",
                "attributes": { "name": "n", "values": ["x"], "type": "number" } },
              "version": { "released": "soon",
                           "desc": "ä😀 ${Unknown}", "desc": "" },
              "applyToFiles": ["../x", "bin/ok/*", "bin*/x"],
              "publish": "yes" }
            """);

        Assert.IsNull(reading.Descriptor);
        Assert.AreEqual(
            string.Join("\n", new[]
            {
                "1:39 BTP2007", "2:14 BTP2009", "3:13 BTP2012", "4:13 BTP2011", "5:45 BTP2013", "6:14 BTP2008", "6:28 BTP2014",
                "7:24 BTP2016", "7:42 BTP2015", "8:20 BTP2017", "8:40 BTP2017", "9:14 BTP2007",
            }),
            string.Join("\n", reading.Problems.Select(problem => $"{problem.Line}:{problem.Column} {problem.Code}")));
        Assert.IsTrue(reading.Problems.All(problem => problem.File == "bintray-info.json"));
        Assert.AreEqual("repo.labels must be a text in quotes, and is a number.", reading.Problems[0].Text);
        Assert.AreEqual("package.name: not a package name: 'a/b' may not hold a slash.", reading.Problems[2].Text);
        Assert.AreEqual("version.name is missing. A descriptor cannot do without it.", reading.Problems[5].Text);
    }

    [TestMethod]
    [DataRow("", 1, 1)]
    [DataRow("{", 1, 2)]
    [DataRow("{\n  \"package\": {} ,\n}", 3, 1)]
    [DataRow("{ \"ä\": 'x' }", 1, 8)]
    [DataRow("{} {}", 1, 4)]
    [DataRow("// no\n{}", 1, 1)]
    [DataRow("{ \"a\": \"\\ud800\" }", 1, 8)]
    [DataRow("{ \"publish\": True }", 1, 14)]
    public void Text_that_is_not_json_is_one_error_with_its_place(string text, int line, int column)
    {
        var problem = Exactly(text).Problems.Single();

        Assert.AreEqual(("BTP2006", line, column), (problem.Code, problem.Line, problem.Column));
        StringAssert.StartsWith(problem.Text, "The descriptor is not JSON: ");
        Assert.DoesNotContain("LineNumber", problem.Text);
    }

    [TestMethod]
    [DataRow("E4")]
    [DataRow("80")]
    [DataRow("C0 80")]
    [DataRow("E2 82")]
    [DataRow("E0 80 80")]
    [DataRow("ED A0 80")]
    [DataRow("F4 90 80 80")]
    [DataRow("FF")]
    public void Bytes_that_are_not_utf8_are_one_error_with_its_place(string bytes)
    {
        var invalid = bytes.Split(' ').Select(value => Convert.ToByte(value, 16));
        var problem = DescriptorReader.Read(
            [.. Encoding.UTF8.GetBytes("{\n \"ä😀€\": \""), .. invalid, (byte)'"', (byte)'}'], DescriptorVariables.None).Problems.Single();

        Assert.AreEqual(("BTP2006", 2, 11), (problem.Code, problem.Line, problem.Column));
        StringAssert.Contains(problem.Text, "UTF-8");
    }

    [TestMethod]
    [DataRow("[]", "BTP2007")]
    [DataRow("null", "BTP2007")]
    [DataRow("""{ "package": [], "version": 1 }""", "BTP2007,BTP2007")]
    [DataRow("{}", "BTP2008,BTP2008")]
    [DataRow("""{ "package": null, "version": null }""", "BTP2008,BTP2008")]
    [DataRow("""{ "package": {}, "version": {} }""", "BTP2008,BTP2009,BTP2010,BTP2008")]
    [DataRow("""{ "package": { "name": " ", "subject": "", "repo": "r" }, "version": { "name": "_latest" } }""", "BTP2008,BTP2009,BTP2012")]
    [DataRow("""{ "package": { "name": "p", "subject": "a b", "repo": "r/r" }, "version": { "name": 2.1 } }""", "BTP2012,BTP2012,BTP2007")]
    public void What_is_missing_or_of_the_wrong_kind_is_said_by_name(string json, string codes) =>
        Assert.AreEqual(codes, string.Join(",", Exactly(json).Problems.Codes()));

    [TestMethod]
    [DataRow("""{ "applyToProps": ["x"] }""")]
    [DataRow("""{ "applyToProps": { "a": [{}] } }""")]
    [DataRow("""{ "applyToProps": { "a": 2 } }""")]
    [DataRow("""{ "applyToFiles": 7 }""")]
    [DataRow("""{ "applyToRepoFiles": [["*"]] }""")]
    [DataRow("""{ "repo": "bin" }""")]
    public void A_field_of_the_wrong_type_is_an_error(string json) =>
        CollectionAssert.AreEqual(new[] { "BTP2007" }, Reading(json).Problems.Codes());

    [TestMethod]
    [DataRow("""{ "applyToProps": {} }""", "BTP2019")]
    [DataRow("""{ "applyToProps": { "a": [] } }""", "BTP2019")]
    [DataRow("""{ "applyToProps": { "a": null } }""", "BTP2019")]
    [DataRow("""{ "applyToFiles": "bin/**" }""", "BTP2018")]
    [DataRow("""{ "ApplyToFiles": "bin/*" }""", "BTP2031")]
    [DataRow("""{ "repo": { "updateexisting": true } }""", "BTP2031")]
    public void What_is_odd_and_harmless_is_a_warning(string json, string code)
    {
        var reading = Reading(json);

        Assert.IsNotNull(reading.Descriptor);
        Assert.AreEqual((code, Severity.Warning), (reading.Problems.Single().Code, reading.Problems.Single().Severity));
    }

    [TestMethod]
    public void Nesting_without_end_is_an_error_and_nothing_else() =>
        CollectionAssert.AreEqual(new[] { "BTP2006" }, Exactly(new string('[', 100_000)).Problems.Codes());

    [TestMethod]
    public void After_a_hundred_problems_it_says_that_there_are_more() =>
        Assert.HasCount(101, Reading($$"""{ "applyToFiles": [{{string.Join(",", Enumerable.Repeat("1", 50_000))}}] }""").Problems);

    [TestMethod]
    public void Variables_cannot_make_a_small_descriptor_a_large_one()
    {
        var problems = Reading(
            $$"""{ "x": [{{string.Join(",", Enumerable.Repeat("\"${V}\"", 50_000))}}] }""", ("V", new string('v', 100_000))).Problems;

        CollectionAssert.AreEqual(new[] { "BTP2001" }, problems.Codes());
    }

#if NET
    [TestMethod]
    public void What_variables_stand_for_is_not_put_together_before_it_is_known_to_fit()
    {
        var json = $$"""{ "x": "{{string.Concat(Enumerable.Repeat("${V}", 20_000))}}" }""";
        var value = new string('v', 100_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var problems = Reading(json, ("V", value)).Problems;

        CollectionAssert.AreEqual(new[] { "BTP2001" }, problems.Codes());
        Assert.IsLessThan(64L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }
#endif

    [TestMethod]
    [DataRow("\"publsh\": true", "", "publsh", "publish")]
    [DataRow("\"applyToRepoFile\": [\"*\"]", "", "applyToRepoFile", "applyToRepoFiles")]
    [DataRow("\"publish\": true", "\"licences\": [\"MIT\"], ", "package.licences", "licenses")]
    [DataRow(
        "\"publish\": true",
        "\"attributes\": [{ \"name\": \"n\", \"values\": [1], \"typ\": \"number\" }], ",
        "package.attributes.typ",
        "type")]
    public void A_misspelt_field_is_warned_of_with_the_nearest_name(string top, string ofPackage, string written, string meant)
    {
        var reading = Exactly(
            $$"""{ "package": { {{ofPackage}}"name": "n", "subject": "s", "repo": "r" }, "version": { "name": "1" }, {{top}} }""");

        var problem = reading.Problems.Single();
        Assert.AreEqual(("BTP2043", Severity.Warning), (problem.Code, problem.Severity));
        Assert.AreEqual($"The field {written} has no meaning here. Is '{meant}' meant?", problem.Text);
    }

    [TestMethod]
    [DataRow("apiKey")]
    [DataRow("api_key")]
    [DataRow("gpgPassphrase")]
    [DataRow("password")]
    public void A_credential_in_a_descriptor_is_an_error_that_does_not_repeat_it(string field)
    {
        var reading = Exactly(
            $$"""{ "package": { "{{field}}": "s3cret", "name": "n", "subject": "s", "repo": "r" }, "version": { "name": "1" } }""");

        Assert.IsNull(reading.Descriptor);
        Assert.AreEqual("BTP2044", reading.Problems.Single().Code);
        Assert.DoesNotContain("s3cret", reading.Problems.Single().Text);
    }

    [TestMethod]
    public void The_guides_repoName_is_the_repository_and_must_agree_with_the_clause()
    {
        var reading = Exactly("""{ "package": { "name": "n", "subject": "s", "repoName": "tools" }, "version": { "name": "1" } }""");
        Assert.AreEqual("s/tools/n/1", reading.Descriptor?.Target.ToString());
        Assert.IsEmpty(reading.Problems);

        var other = Exactly(
            """{ "repo": { "name": "bin" }, "package": { "name": "n", "subject": "s", "repoName": "tools" }, "version": { "name": "1" } }""");
        Assert.AreEqual("BTP2011", other.Problems.Single().Code);
        StringAssert.Contains(other.Problems.Single().Text, "package.repoName is 'tools'");

        var twice = Exactly(
            """{ "package": { "name": "n", "subject": "s", "repo": "bin", "repoName": "tools" }, "version": { "name": "1" } }""");
        Assert.AreEqual("BTP2011", twice.Problems.Single().Code);
    }
}
