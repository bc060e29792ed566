namespace BintrayPush.Cli.Tests;

/// <summary>Links and things that are no files, in what is named on the command line.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class LinkTests : CommandTest
{
    private const int ForEver = 60_000;

    private string Published(params string[] path) => At(["home", "repository", "dl", "local", "nuget", .. path]);

    [TestMethod]
    public void A_link_out_of_a_pushed_folder_is_refused_and_named_and_pushed_when_that_is_asked_for()
    {
        Write("secret", "hush");
        Write("out/one.txt", "1");
        File.CreateSymbolicLink(At("out", "innocent.txt"), At("secret"));

        var refused = Push("out").Fails("BTP1032");
        StringAssert.Contains(refused.Error, $"{At("out", "innocent.txt")} is a link, or below one, and leads to {At("secret")}");
        StringAssert.Contains(refused.Error, "Set --follow-links if");
        Assert.IsFalse(File.Exists(Published("one.txt")));
        Push("out/innocent.txt").Fails("BTP1032");
        Run("plan", "--package", "acme", "--version", "1.0.0", "out").Fails("BTP1032");

        Push("out", "--follow-links").Succeeds();
        Assert.AreEqual("hush", File.ReadAllText(Published("innocent.txt")));
    }

    [TestMethod]
    public void A_link_within_the_pushed_folder_is_pushed_as_what_it_leads_to()
    {
        Write("out/deep/tool-2.txt", "2");
        File.CreateSymbolicLink(At("out", "tool.txt"), "deep/../deep/tool-2.txt");

        Push("out").Succeeds();

        Assert.AreEqual("2", File.ReadAllText(Published("tool.txt")));
    }

    [TestMethod]
    public void A_folder_that_is_reached_through_a_link_is_pushed_like_any_other()
    {
        Write("out/one.txt", "1");
        Directory.CreateSymbolicLink(At("current"), At("out"));

        Push("current").Succeeds();
        Push("current/one.txt").Succeeds();

        Assert.AreEqual("1", File.ReadAllText(Published("one.txt")));
    }

    [TestMethod]
    public void A_linked_folder_is_left_out_and_named_and_entered_when_that_is_asked_for()
    {
        Write("shared/two.txt", "2");
        Write("out/one.txt", "1");
        Directory.CreateSymbolicLink(At("out", "more"), At("shared"));
        Directory.CreateSymbolicLink(At("out", "round"), At("out"));

        var said = Push("out").Succeeds();
        StringAssert.Contains(
            said.Error, $"message BTP1033: Left out, since they are links to folders: {At("out", "more")}, {At("out", "round")}.");
        Assert.IsFalse(File.Exists(Published("more", "two.txt")));

        said = Push("out", "--follow-links").Succeeds();
        StringAssert.Contains(said.Error, $"message BTP1033: Left out, since they lead back to a folder above them: {At("out", "round")}.");
        Assert.AreEqual("2", File.ReadAllText(Published("more", "two.txt")));
    }

    [TestMethod]
    public void A_link_that_leads_nowhere_or_to_itself_is_a_file_that_is_not_there()
    {
        File.CreateSymbolicLink(At("nowhere"), At("none"));
        File.CreateSymbolicLink(At("circle"), At("circle"));

        Push("nowhere").Fails("BTP1004");
        Assert.AreEqual(1, Push("circle").ExitCode);
    }

    [TestMethod]
    [Timeout(ForEver)]
    [DataRow("pipe", "a named pipe")]
    [DataRow("socket", "a socket")]
    [DataRow("device", "a device")]
    public void Only_regular_files_are_pushed_and_read(string kind, string words)
    {
        Write("out/one.txt", "1");
        var file = Api.Tests.SpecialFile.Make(kind, At("out", "two-bintray-info.json"));

        StringAssert.Contains(Run("push", "--descriptor", file).Fails("BTP2001").Error, $"is {words}, and only regular files are read");
        StringAssert.Contains(Run("verify", file).Fails("BTP1028").Error, $"is {words}, and only regular files are read");
        File.Move(file, At("out", "two.txt"));
        StringAssert.Contains(Push("out").Fails("BTP1031").Error, $"two.txt is {words}, and only regular files are pushed");
        Assert.IsFalse(File.Exists(Published("one.txt")));
        Directory.CreateDirectory(Home);
        File.Move(At("out", "two.txt"), Credentials);
        Write("one.txt", "1");
        var url = "http://127.0.0.1:1";
        Assert.Contains(
            "only regular files are read",
            Run("push", "--url", url, "--repo", "acme/tools", "--package", "a", "--version", "1", "one.txt").Error);
        Assert.Contains("only regular files are read", Run("login", "--url", url, "--user", "joe").Error);
    }
}
