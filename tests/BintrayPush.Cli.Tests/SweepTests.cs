using System.Text.Json;

namespace BintrayPush.Cli.Tests;

/// <summary>bintray sweep: what is left over in a repository that is a folder.</summary>
[TestClass]
public sealed class SweepTests : CommandTest
{
    private string Repository => At("home", "repository");

    private string[] Contents => Directory.GetFiles(Path.Combine(Repository, "content"), "*", SearchOption.AllDirectories);

    [TestMethod]
    public void It_says_what_would_go_and_deletes_it_only_when_told_to()
    {
        Replace("one.txt");

        var said = Run("sweep", "home/repository").Succeeds();
        StringAssert.Contains(said.Output, "1 object (3 B) would be deleted");
        StringAssert.Contains(said.Output, "  contents that no file refers to: 1 (3 B)");
        StringAssert.Contains(said.Output, "content/");
        StringAssert.Contains(said.Output, "Nothing was changed. --delete ");
        Assert.HasCount(2, Contents);

        StringAssert.Contains(Run("sweep", "embedded", "--delete", "--exclusive").Succeeds().Output, "1 object (3 B) deleted");
        Assert.HasCount(1, Contents);
        StringAssert.StartsWith(Run("sweep", Repository).Succeeds().Output, "Nothing is left over");
        Assert.AreEqual("new", File.ReadAllText(Path.Combine(Repository, "dl", "local", "nuget", "one.txt")));
    }

    [TestMethod]
    public void With_a_wait_it_says_so_beside_the_results_and_looks_twice()
    {
        Replace("one.txt");

        var said = Run("sweep", "home/repository", "--delete", "--grace", "1s").Succeeds();

        StringAssert.Contains(said.Error, "Waits 00:00:01 for uploads that are under way");
        StringAssert.Contains(said.Output, "1 object (3 B) deleted");
    }

    [TestMethod]
    public void The_json_has_every_name()
    {
        Replace("one.txt");

        using var report = JsonDocument.Parse(Run("sweep", "home/repository", "--json").Succeeds().Output);

        var root = report.RootElement;
        Assert.AreEqual(1, root.GetProperty("schemaVersion").GetInt32());
        Assert.AreEqual(Repository, root.GetProperty("folder").GetString());
        Assert.IsTrue(root.GetProperty("dryRun").GetBoolean());
        Assert.AreEqual((1, 3L), (root.GetProperty("count").GetInt32(), root.GetProperty("bytes").GetInt64()));
        Assert.AreEqual("content", root.GetProperty("kinds")[0].GetProperty("kind").GetString());
        StringAssert.StartsWith(root.GetProperty("items")[0].GetProperty("name").GetString(), "content/");
    }

    [TestMethod]
    [DataRow("https://bintray.example/api")]
    [DataRow("http://localhost:8081")]
    public void The_url_of_a_service_is_wrong_usage_and_the_message_says_who_can(string url)
    {
        var error = Run("sweep", url).IsWrongUsage("BTP1054").Error;

        StringAssert.Contains(error, "--sweep-every");
        StringAssert.Contains(error, "bintray-server sweep");
    }

    [TestMethod]
    public void A_url_with_a_key_in_it_is_not_repeated() =>
        Assert.DoesNotContain("secret", Run("sweep", "https://joe:secret@bintray.example").IsWrongUsage("BTP1008").Error);

    [TestMethod]
    public void A_folder_that_is_no_repository_stays_as_it_is()
    {
        Write("letters/ann.txt", "Dear Ann");

        StringAssert.Contains(Run("sweep", "letters", "--delete", "--exclusive").Fails("BTP1055").Error, "is no data folder");
        Run("sweep", "missing", "--delete", "--exclusive").Fails("BTP1055");

        Assert.HasCount(1, Directory.GetFileSystemEntries(At("letters")));
        Assert.IsFalse(Directory.Exists(At("missing")));
    }

    [TestMethod]
    [DataRow("BTP1040", "--grace is 'soon'. Valid values: a whole number with s, m, h or d", "--grace", "soon")]
    [DataRow("BTP1040", "'--exclusiv' is no option of this command. Did you mean '--exclusive'?", "--exclusiv")]
    [DataRow("BTP1041", "--exclusive does not wait", "--exclusive", "--grace", "1h")]
    public void A_mistake_is_named(string code, string words, params string[] options)
    {
        string[] arguments = options is ["--exclusiv"] ? ["sweep", .. options] : ["sweep", "home/repository", .. options];

        StringAssert.Contains(Run(arguments).IsWrongUsage(code).Error, words);
    }

    [TestMethod]
    public void A_shell_completes_its_options()
    {
        const string Line = "bintray sweep home --";
        var found = Run($"[suggest:{Line.Length}]", Line).Succeeds().Output.Split('\n', StringSplitOptions.TrimEntries);

        foreach (var option in new[] { "--delete", "--exclusive", "--grace", "--json" })
        {
            Assert.Contains(option, found);
        }

        StringAssert.Contains(Run("explain", "BTP1054").Succeeds().Output, "--sweep-every 12h");
    }

    /// <summary>Publishes a file and then other bytes in its place: the first are left over.</summary>
    private void Replace(string name)
    {
        Write(name, "old");
        Push(name).Succeeds();
        Write(name, "new");
        Push(name, "--override").Succeeds();
    }
}
