using System.Diagnostics;

namespace BintrayPush.Cli.Tests;

/// <summary>What a push has to be: otherwise it is refused, and nothing is written.</summary>
[TestClass]
public sealed class GuardTests : CommandTest
{
    [TestMethod]
    public void Only_from_a_build_server_means_that_one_of_its_variables_is_set()
    {
        Write("in/a.txt");

        StringAssert.Contains(Push("in", "--only-from-ci").Fails("BTP1110").Error, "error BTP1110: --only-from-ci, and this is no build");
        Run("plan", "in", "--package", "acme", "--version", "1.0.0", "--only-from-ci").Fails("BTP1110");
        IsUntouched();
        Variables["GITHUB_ACTIONS"] = "true";
        Push("in", "--only-from-ci", "--url", "embedded").Succeeds();
    }

    [TestMethod]
    [DataRow("1.0.0", true)]
    [DataRow("v2.1", true)]
    [DataRow("1.0.0+build.5", true)]
    [DataRow("1.0.0-beta.1", false)]
    [DataRow("1.0.0-1", false)]
    [DataRow("1.0b2", false)]
    [DataRow("autumn", false)]
    public void Only_numbers_are_stable(string version, bool isStable) => IsPushed(version, "--only-stable-versions", isStable, "BTP1114");

    [TestMethod]
    [DataRow("1.0.0", true)]
    [DataRow("1.0.0-beta.1", true)]
    [DataRow("1.0.0-devices", true)]
    [DataRow("1.0.0-gamma", true)]
    [DataRow("1.0.0-dev", false)]
    [DataRow("1.0.0-Dev.3", false)]
    [DataRow("1.0.0-dev0042", false)]
    [DataRow("1.0.0-beta.1.local", false)]
    [DataRow("1.0.0-SNAPSHOT", false)]
    [DataRow("1.0.0+dirty", false)]
    [DataRow("1.0.24-g9a7eb6c", false)]
    public void A_version_that_tools_give_on_the_way_is_refused(string version, bool passes) =>
        IsPushed(version, "--no-dev-versions", passes, "BTP1115");

    [TestMethod]
    [DataRow("1.2.0")]
    [DataRow("v1.2.0")]
    [DataRow("v1.2")]
    [DataRow("release/1.2.0")]
    [DataRow("ACME/v1.2.0")]
    [DataRow("acme-1.2.0")]
    [DataRow("acme@1.2.0")]
    public void The_tag_of_the_version_may_be_written_in_many_ways(string tag)
    {
        Clone();
        Git("tag", "other");
        Git("tag", "-a", "-m", "annotated", tag);

        Run("push", "in", "--package", "acme", "--version", "1.2.0", "--only-from-clean-tag").Succeeds();
    }

    [TestMethod]
    [DataRow("v1.2.1")]
    [DataRow("v1.2.0-rc.1")]
    [DataRow("other-1.2.0")]
    [DataRow("1.2.0/acme")]
    public void Another_tag_does_not_count_and_is_named(string tag)
    {
        Clone();
        Git("tag", tag);

        StringAssert.Contains(
            Run("push", "in", "--package", "acme", "--version", "1.2.0", "--only-from-clean-tag").Fails("BTP1111").Error,
            $"has no tag for acme 1.2.0; it has {tag}. Tag it v1.2.0,");
        IsUntouched();
    }

    [TestMethod]
    public void A_tag_of_an_older_commit_does_not_count()
    {
        Clone();
        Git("tag", "v1.0.0");
        Write("in/a.txt", "newer");
        Git("commit", "-q", "-a", "-m", "newer");

        Push("in", "--only-from-clean-tag").Fails("BTP1111");
    }

    [TestMethod]
    public void A_file_that_is_changed_new_or_deleted_is_named_and_one_that_is_ignored_does_not_count()
    {
        Clone();
        Git("tag", "v1.0.0");
        Write("bin/ignored.txt");
        Push("in", "--only-from-clean-tag").Succeeds();

        Write("in/a.txt", "changed");
        Write("in/new ö.txt");
        File.Delete(At(".gitignore"));
        var error = Push("in", "--only-from-clean-tag", "--path", "other").Fails("BTP1112").Error;
        foreach (var name in new[] { ".gitignore", "in/a.txt", "in/new ö.txt", "bin/" })
        {
            StringAssert.Contains(error, name);
        }
    }

    [TestMethod]
    public void What_a_user_has_set_in_git_changes_nothing()
    {
        Clone();
        Git("tag", "v1.0.0");
        Git("config", "status.showUntrackedFiles", "no");
        Git("config", "core.quotePath", "false");
        Git("config", "core.fsmonitor", At("monitor"));
        Write("monitor", $"#!/bin/sh\ntouch {At("monitored")}\n");
        Write(".git/info/exclude", "monitor\nmonitored\nhome\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At("monitor"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Push("in", "--only-from-clean-tag").Succeeds();
        Assert.IsFalse(File.Exists(At("monitored")), "A program was started that the repository names.");
        Write("in/new.txt");
        Push("in", "--only-from-clean-tag", "--path", "other").Fails("BTP1112");
    }

    [TestMethod]
    public void What_a_file_is_called_is_no_command_to_the_build_server()
    {
        Clone();
        Git("tag", "v1.0.0");
        Write("in/##vso[task.complete result=Succeeded;]\n::error::x");

        var error = Push("in/a.txt", "--only-from-clean-tag").Fails("BTP1112").Error;

        Assert.IsFalse(error.Contains("##vso[", StringComparison.Ordinal), error);
        Assert.IsFalse(error.Contains("\n::error", StringComparison.Ordinal), error);
    }

    [TestMethod]
    public void Outside_a_clone_the_words_of_git_say_what_is_wrong()
    {
        Write("in/a.txt");

        StringAssert.Contains(Push("in", "--only-from-clean-tag").Fails("BTP1113").Error, "not a git repository");
        IsUntouched();
    }

    [TestMethod]
    public void All_guards_are_reported_together()
    {
        Clone();

        var error = Run(
            "push", "in", "--package", "acme", "--version", "1.0.0-dev", "--only-from-ci", "--only-from-clean-tag", "--only-stable-versions",
            "--no-dev-versions").Fails("BTP1110").Error;

        foreach (var code in new[] { "BTP1110", "BTP1111", "BTP1114", "BTP1115" })
        {
            StringAssert.Contains(error, $"error {code}: ");
        }

        IsUntouched();
    }

    private void IsPushed(string version, string guard, bool passes, string code)
    {
        Write("a.txt");
        var said = Run("push", "a.txt", "--package", "acme", "--version", version, guard);
        if (passes)
        {
            said.Succeeds();
        }
        else
        {
            StringAssert.Contains(said.Fails(code).Error, version);
            IsUntouched();
        }
    }

    private void IsUntouched() => Assert.IsFalse(Directory.Exists(At("home", "repository")));

    /// <summary>A work tree with a commit.</summary>
    private void Clone()
    {
        Write("in/a.txt");
        Write(".gitignore", "bin/\nhome/\n");
        Git("init", "-q");
        Git("config", "user.name", "ann");
        Git("config", "user.email", "ann@example.org");
        Git("add", "-A");
        Git("commit", "-q", "-m", "first");
    }

    private void Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = Folder };
        using var git = Process.Start(start)!;
        git.WaitForExit();
        Assert.AreEqual(0, git.ExitCode, string.Join(' ', arguments));
    }
}
