namespace BintrayPush.Cli.Tests;

/// <summary><c>bintray delete</c>.</summary>
[TestClass]
public sealed class DeleteTests : EveryPlaceTest
{
    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task Without_apply_it_is_only_said_what_would_go(string place)
    {
        await OpenAsync(place);
        Publish("acme/tools/lib/1.0", "a.txt", "aaaa");
        Publish("acme/tools/lib/1.0", "b.txt", "bb");
        Publish("acme/tools/lib/1.1", "a.txt", "c");
        Publish("acme/tools/lib/1.0", "c.txt", "ccc", "--publish", "false");

        var version = Json("delete", "acme/tools/lib/1.0");
        var package = Json("delete", "acme/tools/lib");
        var repository = There("delete", "acme/tools").Succeeds().Output;

        Assert.AreEqual((3, 9), (version.GetProperty("files").GetInt32(), version.GetProperty("bytes").GetInt32()));
        Assert.IsTrue(version.GetProperty("dryRun").GetBoolean());
        Assert.IsFalse(version.TryGetProperty("needs", out _));
        Assert.AreEqual((4, 10), (package.GetProperty("files").GetInt32(), package.GetProperty("bytes").GetInt32()));
        Assert.AreEqual("--newest-stable", package.GetProperty("needs").GetString());
        StringAssert.Contains(repository, "would be deleted (1 package, 4 files, 10 B)");
        StringAssert.Contains(repository, "--with-packages");
        There("get", "acme/tools/lib/1.0", "--to", "out").Succeeds();
    }

    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task A_file_and_a_version_go_and_nothing_else_does(string place)
    {
        await OpenAsync(place);
        Publish("acme/tools/lib/1.0", "a.txt", "aaaa");
        Publish("acme/tools/lib/1.0", "b.txt", "bb");
        Publish("acme/tools/lib/1.1", "a.txt", "c");

        There("delete", "acme/tools/lib/1.0/none.txt", "--apply").Fails("BTP1046");
        StringAssert.Contains(
            There("delete", "acme/tools/lib/1.0/a.txt", "--apply").Succeeds().Output,
            "The file acme/tools/lib/1.0/a.txt is deleted (1 file, 4 B).");
        Assert.AreEqual(2, Json("get", "acme/tools/lib/1.0", "--to", "out").GetProperty("received").GetInt64());
        StringAssert.Contains(There("delete", "acme/tools/lib/1.0/lib/1.0/b.txt", "--apply").Succeeds().Output, "lib/1.0/b.txt");
        StringAssert.Contains(There("delete", "acme/tools/lib/1.0", "--apply").Succeeds().Output, "until the next sweep");

        There("get", "acme/tools/lib/1.0", "--to", "out").Fails("BTP1046");
        There("delete", "acme/tools/lib/1.0", "--apply").Fails("BTP1046");
        There("get", "acme/tools/lib/1.1", "--to", "out").Succeeds();
    }

    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task The_newest_stable_version_goes_only_if_that_is_said(string place)
    {
        await OpenAsync(place);
        Publish("acme/tools/lib/1.0", "a.txt", "a");
        Publish("acme/tools/lib/2.0-beta", "a.txt", "b");

        There("delete", "acme/tools/lib/1.0", "--apply").Fails("BTP4114");
        There("delete", "acme/tools/lib/1.0/a.txt", "--apply").Fails("BTP4114");
        There("delete", "acme/tools/lib", "--apply").Fails("BTP4114");
        There("get", "acme/tools/lib/1.0", "--to", "out").Succeeds();
        There("delete", "acme/tools/lib/2.0-beta", "--apply").Succeeds();
        There("delete", "acme/tools/lib/1.0", "--apply", "--newest-stable").Succeeds();
        There("delete", "acme/tools/lib", "--apply").Succeeds();

        There("show", "acme/tools/lib").Fails("BTP1046");
    }

    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task The_highest_stable_version_is_one_of_the_newest_although_an_older_line_was_mended_since(string place)
    {
        await OpenAsync(place);
        Publish("acme/tools/lib/2.0.0", "a.txt", "new");
        Publish("acme/tools/lib/1.0.0", "a.txt", "old");
        Publish("acme/tools/lib/1.0.1", "a.txt", "mended");

        There("delete", "acme/tools/lib/2.0.0", "--apply").Fails("BTP4114");
        There("delete", "acme/tools/lib/1.0.1", "--apply").Fails("BTP4114");
        There("delete", "acme/tools/lib/1.0.0", "--apply").Succeeds();

        Assert.AreEqual("acme/tools/lib/2.0.0", Json("get", "acme/tools/lib", "--to", "out").GetProperty("version").GetString());
    }

    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task A_name_that_stands_for_two_files_deletes_neither(string place)
    {
        await OpenAsync(place);
        Write("in/x.txt", "x");
        There("push", "in/x.txt", "--repo", "acme/tools", "--package", "d", "--version", "1", "--path", "x.txt", "--create-repo").Succeeds();
        There("push", "in/x.txt", "--repo", "acme/tools", "--package", "d", "--version", "1", "--path", "d/1/x.txt").Succeeds();

        There("delete", "acme/tools/d/1/x.txt", "--apply", "--newest-stable").Fails("BTP4119");
        There("delete", "acme/tools/d/1/d/1/x.txt", "--apply", "--newest-stable").Succeeds();

        Assert.AreEqual("x.txt", Json("get", "acme/tools/x.txt").GetProperty("path").GetString());
    }

    [TestMethod]
    [DataRow(InFolder)]
    [DataRow(OnServer)]
    public async Task A_repository_goes_when_it_is_empty_or_its_packages_are_meant(string place)
    {
        await OpenAsync(place);
        Publish("acme/tools/lib/1.0", "a.txt", "a");
        Publish("acme/other/lib/1.0", "a.txt", "a");

        There("delete", "acme", "--apply").IsWrongUsage("BTP1043");
        There("delete", "acme/tools/", "--apply").IsWrongUsage("BTP1043");
        Assert.AreNotEqual(0, There("delete", "acme/tools/*", "--apply").ExitCode);
        There("delete", "acme/tools", "--apply").Fails("BTP4115");
        There("delete", "acme/tools", "--apply", "--newest-stable").Fails("BTP4115");
        There("get", "acme/tools/lib/1.0", "--to", "out").Succeeds();
        There("delete", "acme/tools", "--apply", "--with-packages").Succeeds();
        There("delete", "acme/other/lib", "--apply", "--newest-stable").Succeeds();
        There("delete", "acme/other", "--apply").Succeeds();

        There("show", "acme/tools").Fails("BTP1046");
        There("show", "acme/other").Fails("BTP1046");
    }

    [TestMethod]
    public async Task Who_may_not_delete_is_told_so_and_nothing_goes()
    {
        await OpenAsync(OnServer);
        Publish("acme/tools/lib/1.0", "a.txt", "a");
        Publish("acme/tools/lib/1.1", "a.txt", "b");
        Be("ann", ServerUsers.AddPublisher(Server.Folder, "ann"));

        var forbidden = There("delete", "acme/tools", "--apply", "--with-packages");
        Be("ann", "0123456789abcdef0123456789abcdef01234567");
        var unknown = There("delete", "acme/tools/lib/1.0", "--apply");

        Assert.AreEqual((1, 1), (forbidden.ExitCode, unknown.ExitCode), forbidden.Error + unknown.Error);
        StringAssert.Contains(forbidden.Error, "admin rights on 'acme'");
        StringAssert.Contains(unknown.Error, "BTP4010");
        Assert.DoesNotContain(Variables["BINTRAY_API_KEY"], unknown.Output + unknown.Error);
        Be("joe", Server.Key);
        There("get", "acme/tools/lib/1.0", "--to", "out").Succeeds();
    }
}
