using BintrayPush.Selection;
using BintrayPush.Tests.Descriptors;
using static BintrayPush.Tests.Selection.Rooted;

namespace BintrayPush.Tests.Selection;

/// <summary>Table 4.6 of the semantics reference, row by row; what is expected is its column "Use".</summary>
[TestClass]
public sealed class PropertyTableTests
{
    [TestMethod]
    [DataRow("""[{"stage":["rel"]}]""", "stage=rel", true, DisplayName = "Row P1")]
    [DataRow("""[{"stage":["rel"]}]""", "stage=rel,qa", true, DisplayName = "Row P2")]
    [DataRow("""[{"stage":["rel"]}]""", "", false, DisplayName = "Row P3")]
    [DataRow("""[{"stage":["rel","qa"]}]""", "stage=rel", false, DisplayName = "Row P4")]
    [DataRow("""[{"stage":["rel","qa"]}]""", "stage=rel,qa", true, DisplayName = "Row P5")]
    [DataRow("""[{"stage":["rel"]},{"lang":["cs"]}]""", "stage=rel", false, DisplayName = "Row P6")]
    [DataRow("""[{"stage":["rel"]},{"lang":["cs"]}]""", "stage=rel; lang=cs", true, DisplayName = "Row P7")]
    [DataRow("""[{"stage":["*"]}]""", "stage=anything", true, DisplayName = "Row P8")]
    [DataRow("""[{"stage":["*"]}]""", "lang=cs", false, DisplayName = "Row P9")]
    [DataRow("""[{"*":["cs"]}]""", "lang=cs", true, DisplayName = "Row P10")]
    [DataRow("""[{"st*":["re?"]}]""", "stage=rel", true, DisplayName = "Row P11")]
    [DataRow("""[{"stage":["rel?"]}]""", "stage=rel", true, DisplayName = "Row P12")]
    [DataRow("""[{"stage":["rel"],"lang":["zz"]}]""", "stage=rel", false, DisplayName = "Row P13")]
    [DataRow("""{"stage":"rel"}""", "stage=rel", true, DisplayName = "Row P14")]
    [DataRow("[]", "", true, DisplayName = "Row P15")]
    [DataRow("[{}]", "lang=cs", true, DisplayName = "Row P16")]
    public void Table_4_6_a_property_filter(string applyToProps, string properties, bool passes)
    {
        var rules = Given.Descriptor($$"""{ "applyToProps": {{applyToProps}} }""").Selection;

        Assert.AreEqual(passes, FileSelection.OfFiles([File("r/a.zip", properties)], rules, Place("r")).Files.Count == 1);
    }

    [TestMethod]
    public void Row_P15_an_absent_filter_lets_everything_pass() => Assert.IsTrue(Given.Descriptor("{}").Selection.Properties.IsEmpty);

    [TestMethod]
    public void Row_P16_an_empty_filter_object_is_warned_of() =>
        CollectionAssert.AreEqual(new[] { "BTP2019" }, Given.Reading("""{ "applyToProps": [{}] }""").Problems.Codes());

    [TestMethod]
    public void Row_P17_a_build_pushes_only_the_artifacts_that_pass()
    {
        var rules = Given.Descriptor("""{ "applyToProps": [{"stage":["rel"]}] }""").Selection;
        var a = BintrayPush.Tests.Planning.Requests.File("a") with { Properties = Properties("stage=rel") };
        var b = BintrayPush.Tests.Planning.Requests.File("b");

        CollectionAssert.AreEqual(new[] { a }, FileSelection.OfBuild([a, b], rules).Files.ToArray());
    }

    [TestMethod]
    public void A_filter_that_lets_nothing_pass_is_an_error_in_both_modes()
    {
        var rules = Given.Descriptor("""{ "applyToProps": [{"stage":["rel"]}] }""").Selection;

        CollectionAssert.AreEqual(new[] { "BTP2022" }, FileSelection.OfFiles([File("r/a.zip")], rules, Place("r")).Problems.Codes());
        CollectionAssert.AreEqual(
            new[] { "BTP2022" }, FileSelection.OfBuild([BintrayPush.Tests.Planning.Requests.File("a")], rules).Problems.Codes());
    }

    [TestMethod]
    public void A_filter_that_only_letter_case_keeps_from_matching_is_warned_of_once()
    {
        var rules = Given.Descriptor("""{ "applyToProps": [{"stage":["rel"]}] }""").Selection;
        var selected = FileSelection.OfFiles(
            [File("r/a", "Stage=rel"), File("r/b", "stage=Rel"), File("r/c", "stage=rel")], rules, Place("r"));

        CollectionAssert.AreEqual(new[] { "r/c" }, selected.Paths());
        CollectionAssert.AreEqual(new[] { "BTP2023" }, selected.Problems.Codes());
    }
}
