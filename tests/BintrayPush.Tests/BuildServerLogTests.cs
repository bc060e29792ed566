using BintrayPush.Messages;
using BintrayPush.Report;

namespace BintrayPush.Tests;

/// <summary>What build servers take from a log, letter by letter: nothing from outside ends such a line or begins another.</summary>
[TestClass]
public sealed class BuildServerLogTests
{
    private const string Text = "100% of 'it': a,b;c]d[e|f ö\n##vso[task.complete]\r::error::x ##teamcity[x]";

    [TestMethod]
    [DataRow("GITHUB_ACTIONS", "true", "::error file=/a%2C b%3A%25.csproj,line=3,col=5,title=BTP1001::"
        + "100%25 of 'it': a,b;c]d[e|f ö?# #vso[task.complete]?::error::x # #teamcity[x]")]
    [DataRow("TF_BUILD", "True", "##vso[task.logissue type=error;sourcepath=/a, b:%AZP25.csproj;linenumber=3;columnnumber=5;code=BTP1001;]"
        + "BTP1001: 100%AZP25 of 'it': a,b;c]d[e|f ö?# #vso[task.complete]?::error::x # #teamcity[x]")]
    [DataRow("TEAMCITY_VERSION", "2026.1", "##teamcity[buildProblem description='/a, b:%.csproj(3,5): BTP1001: "
        + "100% of |'it|': a,b;c|]d|[e||f |0x00F6?# #vso|[task.complete|]?::error::x # #teamcity|[x|]']")]
    public void An_error_with_a_place(string variable, string value, string line) => Assert.AreEqual(
        line, Of(variable, value)!.Annotation(new Problem("BTP1001", Severity.Error, Text, "/a, b:%.csproj", 3, 5)));

    [TestMethod]
    [DataRow("GITHUB_ACTIONS", "true", "::warning title=BTP1001::Slow.")]
    [DataRow("TF_BUILD", "True", "##vso[task.logissue type=warning;code=BTP1001;]BTP1001: Slow.")]
    [DataRow("TEAMCITY_VERSION", "2026.1", "##teamcity[message text='BTP1001: Slow.' status='WARNING']")]
    public void A_warning_without_one_and_no_word_for_a_message(string variable, string value, string line)
    {
        Assert.AreEqual(line, Of(variable, value)!.Annotation(new Problem("BTP1001", Severity.Warning, "Slow.")));
        Assert.IsNull(Of(variable, value)!.Annotation(new Problem("BTP1001", Severity.Message, "Slow.")));
    }

    [TestMethod]
    public void A_file_name_ends_no_property()
    {
        var hostile = new Problem("BTP1001", Severity.Error, "x", "a;b]c,d::e\n##vso[f]");

        Assert.AreEqual(
            "##vso[task.logissue type=error;sourcepath=a%3Bb%5Dc,d::e?# #vso[f%5D;code=BTP1001;]BTP1001: x",
            Of("TF_BUILD", "true")!.Annotation(hostile));
        Assert.AreEqual(
            "::error file=a;b]c%2Cd%3A%3Ae?# #vso[f],title=BTP1001::x", Of("GITHUB_ACTIONS", "true")!.Annotation(hostile));
    }

    [TestMethod]
    [DataRow("GITHUB_ACTIONS", "false")]
    [DataRow("TF_BUILD", "")]
    [DataRow("TEAMCITY_VERSION", " ")]
    [DataRow("CI", "true")]
    public void Elsewhere_there_is_none(string variable, string value) => Assert.IsNull(Of(variable, value));

    private static BuildServerLog? Of(string variable, string value) => BuildServerLog.Of(name => name == variable ? value : null);
}
