using BintrayPush.Api.Tests;
using Microsoft.Build.Framework;

namespace BintrayPush.Build.Tests;

/// <summary>
/// The error table of semantics reference 5.2, as far as its rows mean something here: each row has a code of its own, and nothing was
/// changed anywhere. E2 is the switch BintrayPushEnabled and a server's --read-only, E3 and E4 have no counterpart, E19 to E21 are
/// tested with the engine, where a service can fail at every call.
/// </summary>
[TestClass]
public sealed class ErrorTableTests : TaskTest
{
    private const string Package = """ "package": { "name": "tool", "subject": "acme", "repo": "bin" } """;
    private const string Version = """ "version": { "name": "1.0" } """;

    [TestMethod]
    [DataRow(403, "BTP4039", DisplayName = "E1 no right to deploy")]
    [DataRow(401, "BTP4010", DisplayName = "E6 no credentials, or wrong ones")]
    [DataRow(400, "BTP4002", DisplayName = "E18 the repository call is refused")]
    [DataRow(500, "BTP4043", DisplayName = "E18 the service fails")]
    public void What_a_service_refuses_has_its_own_words(int status, string code)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(status, """{"message":"not today"}"""));
        var push = Push(Item(Write("a.zip")));
        push.Url = server.Url;
        push.Repo = "acme/bin";
        push.Configuration = "Release";
        push.RetryCount = "0";

        FailsWith(push, code);

        StringAssert.Contains(Engine.Errors[0].Message, "not today");
        Assert.IsTrue(server.Requests.All(request => request.Line.StartsWith("GET ", StringComparison.Ordinal)), "nothing may be written");
    }

    [TestMethod]
    [DataRow("bintray-info.json", null, "BTP2001", DisplayName = "E5 the descriptor is not there")]
    [DataRow("info.json", "{}", "BTP2002", DisplayName = "E9 the name is not that of a descriptor")]
    [DataRow("bintray-info.json", "{ not json", "BTP2006", DisplayName = "E10 the JSON cannot be read")]
    [DataRow(
        "bintray-info.json",
        "{" + Package + "," + Version + """, "applyToFiles": "x/*" }""",
        "BTP2020",
        DisplayName = "E11 applyToFiles is not empty")]
    [DataRow(
        "bintray-info.json",
        "{" + Package + "," + Version + """, "applyToRepoFiles": "x/*" }""",
        "BTP2020",
        DisplayName = "E11 applyToRepoFiles is not empty")]
    [DataRow(
        "bintray-info.json",
        "{" + Package + "," + Version + """, "applyToProps": { "stage": "x" } }""",
        "BTP2022",
        DisplayName = "E14 the filter removes everything")]
    [DataRow(
        "bintray-info.json",
        """{ "package": { "name": "tool", "repo": "bin", "subject": " " },""" + Version + "}",
        "BTP2009",
        DisplayName = "E16 the subject is blank")]
    [DataRow(
        "bintray-info.json",
        """{ "package": { "name": "tool", "subject": "acme" },""" + Version + "}",
        "BTP2010",
        DisplayName = "E17 there is no repository")]
    [DataRow(
        "bintray-info.json",
        """{ "repo": { "name": "nib" },""" + Package + "," + Version + "}",
        "BTP2011",
        DisplayName = "E17 the repository names differ")]
    public void A_build_is_not_pushed_by_a_descriptor_that_cannot_be_obeyed(string name, string? content, string code)
    {
        var push = Push(Item(Write("a.zip")));
        push.Descriptor = content is null ? Path.Combine(Folder, name) : Write(name, content);

        FailsWith(push, code);

        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "home")));
    }

    [TestMethod]
    [DataRow("""{ "applyToFiles": "/ /a" }""", "BTP2017", DisplayName = "E12 a pattern without a root")]
    [DataRow("""{ "applyToRepoFiles": "none/*.zip" }""", "BTP2021", DisplayName = "E13 nothing is selected")]
    public void Files_are_not_pushed_when_the_selection_makes_no_sense(string rules, string code)
    {
        Write("drops/a.zip");
        var push = Push();
        push.Mode = "Files";
        push.Roots = [Item("drops", ("Path", "drops"))];
        push.Descriptor = Write("drops/bintray-info.json", "{" + Package + "," + Version + "," + rules.Trim()[1..]);

        FailsWith(push, code);
    }

    [TestMethod]
    [DataRow(0, "BTP2003", DisplayName = "E8 no descriptor")]
    [DataRow(2, "BTP2004", DisplayName = "E8 more than one descriptor")]
    public void Files_mode_needs_exactly_one_descriptor(int descriptors, string code)
    {
        Write("drops/a.zip");
        for (var i = 0; i < descriptors; i++)
        {
            Write($"drops/{i}-bintray-info.json", "{}");
        }

        var push = Push();
        push.Mode = "Files";
        push.Roots = [Item("drops", ("Path", "drops"))];

        FailsWith(push, code);
    }

    [TestMethod(DisplayName = "E7 coordinates that are not complete")]
    public void Incomplete_coordinates_leave_nothing_to_push()
    {
        var push = Push(Item(Write("a.zip")));
        push.Version = " ";

        FailsWith(push, "BTP1001");
        Assert.AreEqual("BTP1002", Engine.Warnings.Single().Code);
    }

    [TestMethod(DisplayName = "E13 a build without artifacts")]
    public void A_build_without_artifacts_is_an_error() => FailsWith(Push(), "BTP1001");

    [TestMethod(DisplayName = "E15 more files than the limit; as many as the limit are allowed")]
    public void The_limit_counts_files_after_the_selection()
    {
        ITaskItem[] Files() =>
            [Item(Write("a.zip"), ("stage", "release")), Item(Write("b.zip"), ("stage", "release")), Item(Write("c.zip"))];
        var descriptor = Write("bintray-info.json", "{" + Package + "," + Version + """, "applyToProps": { "stage": "release" } }""");
        var allowed = Push(Files());
        (allowed.Descriptor, allowed.MaxFiles) = (descriptor, "2");
        Succeeds(allowed);

        var tooMany = Push(Files());
        (tooMany.Descriptor, tooMany.MaxFiles) = (descriptor, "1");
        FailsWith(tooMany, "BTP1006");
    }

    [TestMethod(DisplayName = "E22 an unexpected failure is never reported as success")]
    public void What_nobody_foresaw_fails_with_a_code()
    {
        var push = Push(Item(Write("a.zip")));
        push.EnvironmentVariable = _ => throw new InvalidTimeZoneException("odd");

        FailsWith(push, "BTP1000");
    }
}
