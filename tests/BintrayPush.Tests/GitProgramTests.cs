using System.Diagnostics;
using BintrayPush.Guards;

namespace BintrayPush.Tests;

/// <summary>A program that hangs, talks without end or says something hostile in place of git's answer.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class GitProgramTests
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "bintray-git-" + Guid.NewGuid().ToString("N"));

    [TestCleanup]
    public void End() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow("while :; do sleep 60; done")]
    [DataRow("while :; do echo 0123456789012345678901234567890123456789; done")]
    [DataRow("sleep 5 & exit 0")]
    public async Task It_is_not_waited_for_without_end(string script)
    {
        var failure = await Assert.ThrowsExactlyAsync<GitFailure>(() => AskAsync(script, TimeSpan.FromSeconds(0.3), CancellationToken.None));

        StringAssert.StartsWith(failure.Message, "git did not answer within");
    }

    [TestMethod]
    public async Task Whoever_ends_the_push_ends_it()
    {
        using var end = new CancellationTokenSource();
        var asked = AskAsync($"touch {_folder}/begun; while :; do sleep 60; done", TimeSpan.FromMinutes(5), end.Token);
        while (!File.Exists(Path.Combine(_folder, "begun")))
        {
            await Task.Yield();
        }

        end.Cancel();

        await Assert.ThrowsAsync<OperationCanceledException>(() => asked);
    }

    [TestMethod]
    public async Task Its_complaint_is_cleaned_and_cut()
    {
        var failure = await Assert.ThrowsExactlyAsync<GitFailure>(() => AskAsync(
            "printf '\\033[2J##vso[task.complete]%0500d\\nmore\\n' 1 >&2; exit 128", TimeSpan.FromMinutes(1), CancellationToken.None));

        StringAssert.StartsWith(failure.Message, "?[2J# #vso[task.complete]000");
        Assert.IsLessThan(250, failure.Message.Length);
    }

    [TestMethod]
    public async Task It_gets_no_word_of_another_repository()
    {
        var said = await AskAsync("echo \"$GIT_DIR $GIT_TERMINAL_PROMPT $*\"", TimeSpan.FromMinutes(1), CancellationToken.None);

        Assert.AreEqual(" 0 --no-optional-locks -c core.fsmonitor=false question\n", said);
    }

    private Task<string> AskAsync(string script, TimeSpan limit, CancellationToken cancellation)
    {
        Directory.CreateDirectory(_folder);
        var file = Path.Combine(_folder, "git");
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        using (var chmod = Process.Start("chmod", $"+x {file}")!)
        {
            chmod.WaitForExit();
        }

        return GitProgram.AskAsync(file, limit, _folder, "question", cancellation);
    }
}
