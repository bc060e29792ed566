namespace BintrayPush.Cli.Tests;

/// <summary><c>bintray search</c>.</summary>
[TestClass]
public sealed class SearchTests : EveryPlaceTest
{
    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task Packages_are_found_by_words_in_their_names_and_descriptions_with_the_latest_version(string place)
    {
        await OpenAsync(place);
        Publish("acme/tools/Parser/1.0.0", "a.txt", "a", "--description", "reads  settings\nof tools");
        Publish("acme/tools/Parser/1.1.0", "a.txt", "b");
        Publish("acme/tools/Parser/2.0.0", "a.txt", "c", "--publish", "false");
        Publish("acme/libs/reader/0.9", "r.txt", "r", "--description", "the PARSER of others");

        var found = There("search", "parser").Succeeds().Output.Split('\n', StringSplitOptions.TrimEntries);
        var both = Json("search", "READS", "tool?").GetProperty("packages");
        var whole = Json("search", "pars*", "reads").GetProperty("packages");

        // Those of whose name it is a part come first.
        Assert.AreEqual("acme/tools/Parser (1.1.0): reads settings of tools", found[0]);
        Assert.AreEqual("acme/libs/reader (0.9): the PARSER of others", found[1]);
        Assert.AreEqual(0, both.GetArrayLength(), "A pattern fits as a whole or not at all.");
        Assert.AreEqual("acme/tools/Parser", whole[0].GetProperty("package").GetString());
        Assert.AreEqual("acme/tools", whole[0].GetProperty("repo").GetString());
        Assert.AreEqual("1.1.0", whole[0].GetProperty("latest").GetString());
        Assert.AreEqual(0, whole[0].GetProperty("downloads").GetInt64());
        Assert.AreEqual(0, Json("search", "parser", "--repo", "acme/none").GetProperty("packages").GetArrayLength());
        Assert.AreEqual(1, Json("search", "parser", "--repo", "acme/libs").GetProperty("packages").GetArrayLength());
        StringAssert.Contains(There("search", "nothing", "like", "it").Succeeds().Output, "has no package with these words");
    }

    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task A_long_result_comes_in_parts_that_join_without_a_gap(string place)
    {
        await OpenAsync(place);
        Publish("acme/tools/one/1", "a.txt", "a");
        Publish("acme/tools/two/1", "a.txt", "a", "--description", "is one of three");
        Publish("acme/tools/zone/1", "a.txt", "a");

        var first = There("search", "one", "--limit", "2").Succeeds().Output;
        var rest = Json("search", "one", "--limit", "2", "--start", "2");

        StringAssert.Contains(first, "There are more: --start 2 ");
        Assert.AreEqual("acme/tools/two", rest.GetProperty("packages")[0].GetProperty("package").GetString());
        Assert.AreEqual(1, rest.GetProperty("packages").GetArrayLength());
        Assert.IsFalse(rest.GetProperty("more").GetBoolean());
        There("search", "one", "--limit", "0").IsWrongUsage("BTP1040");
        There("search", " ").IsWrongUsage("BTP1041");
        There("search", "one", "--repo", "a/b/c").IsWrongUsage("BTP1043");
    }

    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task Private_repositories_are_in_no_search_and_what_a_package_says_moves_no_cursor(string place)
    {
        await OpenAsync(place);
        var descriptor = Write(
            "bintray-info.json",
            """
            { "repo": { "name": "secret", "type": "generic", "private": true },
              "package": { "name": "hidden", "repo": "secret", "subject": "acme" },
              "version": { "name": "1" },
              "applyToFiles": ["package/x.txt"], "publish": true }
            """);
        Write("p/x.txt");
        There("push", "--descriptor", descriptor, "--root", "package=p", "--create-repo").Succeeds();
        Publish("acme/tools/hid/1", "a.txt", "a", "--description", "hidden \u001b[2J##vso[task.setvariable variable=x]y");

        var said = There("search", "hidden").Succeeds();

        Assert.DoesNotContain("secret", said.Output);
        StringAssert.Contains(said.Output, "acme/tools/hid");
        Assert.DoesNotContain("\u001b", said.Output);
        Assert.DoesNotContain("##vso", said.Output);
    }

    [TestMethod]
    public async Task Downloads_are_told_to_those_who_may_publish()
    {
        await OpenAsync(OnServer);
        Publish("acme/tools/one/1", "a.txt", "a");

        var mine = Json("search", "one").GetProperty("packages")[0];
        Variables.Remove("BINTRAY_API_KEY");
        Variables.Remove("BINTRAY_USER");
        var others = Json("search", "one").GetProperty("packages")[0];

        Assert.AreEqual(0, mine.GetProperty("downloads").GetInt64());
        Assert.IsFalse(others.TryGetProperty("downloads", out _));
        Assert.AreEqual("1", others.GetProperty("latest").GetString());
    }
}
