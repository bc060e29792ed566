using BintrayPush.Api.Content;

namespace BintrayPush.Api.Tests;

[TestClass]
public sealed class LogTextTests
{
    [TestMethod]
    [DataRow("plain.nupkg", "plain.nupkg")]
    [DataRow("Grüße/日本 😀.txt", "Grüße/日本 😀.txt")]
    [DataRow("a\r\nb", "a??b")]
    [DataRow("a\u2028b\u0085c", "a?b?c")]
    [DataRow("\u001b[31mred\u001b[0m\b", "?[31mred?[0m?")]
    [DataRow("gpj.\u202eexe", "gpj.?exe")]
    [DataRow("x ##vso[task.setvariable variable=a]b", "x # #vso[task.setvariable variable=a]b")]
    [DataRow("###[error]", "## #[error]")]
    [DataRow("##teamcity[buildStop]", "# #teamcity[buildStop]")]
    [DataRow("## a heading", "## a heading")]
    [DataRow("  ::set-output name=a::b", "  : :set-output name=a::b")]
    [DataRow("std::vector", "std::vector")]
    public void What_comes_from_outside_stays_on_its_line_and_is_no_command(string text, string shown) =>
        Assert.AreEqual(shown, LogText.Clean(text));

    [TestMethod]
    public void Half_a_character_is_not_shown() =>
        Assert.AreEqual("a?b?", LogText.Clean("a\ud83db\ude00"));

    [TestMethod]
    [DataRow("\n##vso[a]")]
    [DataRow("####vso[a]##[b]")]
    [DataRow("\t::error::x")]
    public void Cleaning_twice_changes_nothing(string text) =>
        Assert.AreEqual(LogText.Clean(text), LogText.Clean(LogText.Clean(text)));
}
