using System.Text.RegularExpressions;

namespace BintrayPush.Server.Tests.Users;

/// <summary>bintray-server user ...</summary>
[TestClass]
public sealed class UserCommandTests
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("bintray-users-").FullName, "data");

    [TestCleanup]
    public void Clean() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [TestMethod]
    public async Task A_new_user_gets_a_key_once_on_the_last_line_and_only_its_hash_is_kept()
    {
        var (code, output, error) = await CommandLine.RunAsync(
            "user", "add", "ann", "--data", _folder, "--role", "acme=publish", "--role", "other=read");
        Assert.AreEqual(0, code, error);
        var key = output.TrimEnd().Split('\n')[^1];
        StringAssert.Matches(key, new Regex("^[0-9a-f]{40}$"));
        var file = Path.Combine(_folder, "user", "ann.json");
        Assert.IsFalse(File.ReadAllText(file).Contains(key, StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.AreEqual(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        }

        Assert.AreEqual(
            "ann: acme=publish, other=read\n", (await CommandLine.RunAsync("user", "list", "--data", _folder)).Output.ReplaceLineEndings("\n"));
        Assert.AreEqual(1, (await CommandLine.RunAsync("user", "add", "ann", "--data", _folder, "--role", "acme=read")).Code);
    }

    [TestMethod]
    public async Task A_running_server_sees_added_rotated_and_removed_users_at_once()
    {
        await using var server = await RunningServer.StartAsync(folder: _folder);
        async Task<int> AskAsync(string key) =>
            (await server.Anonymous.SendAsync(
                "GET", "users/ann", null, ("Authorization", ServerUsers.BasicOf("ann", key).ToString()))).Status;

        var first = (await CommandLine.RunAsync("user", "add", "ann", "--data", _folder, "--role", "acme=read")).Output.TrimEnd().Split('\n')[^1];
        Assert.AreEqual(200, await AskAsync(first));
        Assert.AreEqual(200, await AskAsync(first));
        var second = (await CommandLine.RunAsync("user", "rotate", "ann", "--data", _folder)).Output.TrimEnd().Split('\n')[^1];
        Assert.AreEqual(401, await AskAsync(first));
        Assert.AreEqual(200, await AskAsync(second));
        Assert.AreEqual(0, (await CommandLine.RunAsync("user", "remove", "ann", "--data", _folder)).Code);
        Assert.AreEqual(401, await AskAsync(second));
    }

    [TestMethod]
    [DataRow("add", "ann", "--role", "acme=owner")]
    [DataRow("add", "ann", "--role", "acme")]
    [DataRow("add", "ann", "--role", "a/b=read")]
    [DataRow("add", "../ann", "--role", "acme=read")]
    [DataRow("add", ".ann", "--role", "acme=read")]
    [DataRow("remove", "ann")]
    [DataRow("rotate", "ann")]
    public async Task What_makes_no_sense_is_refused_and_leaves_no_user(params string[] args)
    {
        var (code, output, error) = await CommandLine.RunAsync(["user", .. args, "--data", _folder]);
        Assert.AreEqual(1, code);
        Assert.AreEqual("", output);
        Assert.AreNotEqual("", error);
        Assert.IsFalse(Directory.Exists(Path.Combine(_folder, "user")) && Directory.EnumerateFiles(Path.Combine(_folder, "user")).Any());
    }

    [TestMethod]
    [DataRow("add", "ANN", "--role", "acme=read")]
    [DataRow("add", "bob", "--role", "ACME=admin")]
    [DataRow("add", "bob", "--role", "Ann=admin")]
    [DataRow("add", "acMe", "--role", "other=admin")]
    [DataRow("add", "bob", "--role", "x=read", "--role", "X=read")]
    public async Task Names_that_differ_from_others_only_in_letter_case_are_refused(params string[] args)
    {
        Assert.AreEqual(0, (await CommandLine.RunAsync("user", "add", "ann", "--data", _folder, "--role", "acme=publish")).Code);
        var (code, _, error) = await CommandLine.RunAsync(["user", .. args, "--data", _folder]);
        Assert.AreEqual(1, code);
        StringAssert.Contains(error, "only in letter case", StringComparison.Ordinal);
        Assert.AreEqual("ann: acme=publish\n", (await CommandLine.RunAsync("user", "list", "--data", _folder)).Output.ReplaceLineEndings("\n"));
    }
}
