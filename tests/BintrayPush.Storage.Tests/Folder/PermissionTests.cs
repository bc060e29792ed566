using System.Runtime.Versioning;
using BintrayPush.Storage.Tests.Durability;

namespace BintrayPush.Storage.Tests.Folder;

/// <summary>Who may read a store, and two accounts in one folder.</summary>
[TestClass]
[UnsupportedOSPlatform("windows")]
public sealed class PermissionTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OthersEnter = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const string First = "64001";
    private const string Second = "64002";
    private const string Group = "64003";

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow("000")]
    [DataRow("077")]
    public async Task Only_dl_can_be_read_by_others_whatever_the_umask(string umask)
    {
        RequireUnix();
        using var scratch = new TemporaryFolder();
        var folder = Path.Combine(scratch.Path, "store");
        using var process = OtherProcess.Start("publish", folder, "a/b.txt", "sh", "-c", $"umask {umask}; exec \"$@\"", "sh");
        Assert.AreEqual("published", await process.StandardOutput.ReadLineAsync(TestContext.CancellationToken));
        await process.UntilDoneAsync();

        Assert.AreEqual(Owner | OthersEnter, File.GetUnixFileMode(folder));
        foreach (var top in Directory.GetDirectories(folder).Where(top => Path.GetFileName(top) != "dl"))
        {
            Assert.AreEqual(Owner, File.GetUnixFileMode(top), top);
        }

        foreach (var shown in Directory.GetDirectories(Path.Combine(folder, "dl"), "*", SearchOption.AllDirectories)
            .Append(Path.Combine(folder, "dl")))
        {
            Assert.AreEqual(Owner | OthersRead | OthersEnter, File.GetUnixFileMode(shown), shown);
        }

        var file = Directory.GetFiles(Path.Combine(folder, "dl"), "*", SearchOption.AllDirectories).Single();
        Assert.AreEqual(UnixFileMode.UserRead | OthersRead, File.GetUnixFileMode(file));
    }

    [TestMethod]
    public async Task Folders_that_were_open_to_everybody_are_closed_at_the_next_opening()
    {
        RequireUnix();
        using var folder = new TemporaryFolder();
        await FolderRepository.OpenAsync(folder.Path, TestContext.CancellationToken);
        var records = Path.Combine(folder.Path, "r");
        Directory.CreateDirectory(records);
        File.SetUnixFileMode(records, Owner | OthersRead | OthersEnter);
        await FolderRepository.OpenAsync(folder.Path, TestContext.CancellationToken);
        Assert.AreEqual(Owner, File.GetUnixFileMode(records));
    }

    [TestMethod]
    public async Task Another_account_is_told_what_to_do_when_it_opens_the_folder()
    {
        OuterTool.RequireRoot("setpriv");
        using var scratch = Scratch();
        var folder = Path.Combine(scratch.Path, "store");
        Assert.AreEqual("published", await PublishAsAsync(First, folder, "a"));
        foreach (var other in new[] { Second, "0" })
        {
            StringAssert.Contains(
                await PublishAsAsync(other, folder, "b"), "docs/store.md, \"Accounts and permissions\"", StringComparison.Ordinal);
        }

        Assert.AreEqual("published", await PublishAsAsync(First, folder, "b"));
    }

    [TestMethod]
    public async Task Two_accounts_of_one_group_push_to_a_shared_folder()
    {
        OuterTool.RequireRoot("setpriv");
        using var scratch = Scratch();
        var folder = Path.Combine(scratch.Path, "store");
        Directory.CreateDirectory(folder);
        Assert.IsNull(OuterTool.TryRun("chown", $"{First}:{Group}", folder));
        Assert.IsNull(OuterTool.TryRun("chmod", "2770", folder));
        foreach (var (account, path) in new[] { (First, "a"), (Second, "b"), (First, "c"), (Second, "a"), (First, "b") })
        {
            Assert.AreEqual("published", await PublishAsAsync(account, folder, path), $"{account} {path}");
        }

        Assert.HasCount(3, Directory.GetFiles(Path.Combine(folder, "dl"), "*", SearchOption.AllDirectories));
    }

    private static void RequireUnix()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("needs Unix permissions");
        }
    }

    /// <summary>A folder that every account can write to.</summary>
    private static TemporaryFolder Scratch()
    {
        var scratch = new TemporaryFolder();
        File.SetUnixFileMode(scratch.Path, Owner | OthersRead | OthersEnter | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
        return scratch;
    }

    private async Task<string> PublishAsAsync(string account, string folder, string path)
    {
        using var process = OtherProcess.Start(
            "publish",
            folder,
            path,
            "setpriv",
            $"--reuid={account}",
            $"--regid={account}",
            $"--groups={Group}",
            "sh",
            "-c",
            "umask 077; exec \"$@\"",
            "sh");
        return await process.StandardOutput.ReadLineAsync(TestContext.CancellationToken) ?? "nothing was said";
    }
}
