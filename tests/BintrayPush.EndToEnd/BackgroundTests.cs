using System.Globalization;
using System.Text.Json;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>A build that leaves its push to a process of its own.</summary>
[TestClass]
public sealed class BackgroundTests : ServerScenario
{
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task A_build_returns_through_a_pipe_while_its_push_lives_and_what_it_built_is_pushed_after_the_shell_is_gone()
    {
        using var mail = new MailServer();
        Environment["BINTRAY_SMTP_HOST"] = "127.0.0.1";
        Environment["BINTRAY_SMTP_PORT"] = mail.Port.ToString(CultureInfo.InvariantCulture);
        Environment["BINTRAY_SMTP_SECURITY"] = "none";
        Environment["BINTRAY_SMTP_FROM"] = "builds@example.org";
        await using var line = await HeldUploads.BeforeAsync(new Uri(Server.Url), ".nupkg");
        LogIn();
        CreateRepository("nuget");
        Library("Acme", $"<BintrayUrl>{line.Url}</BintrayUrl><BintrayRepo>{Repo}</BintrayRepo><BintrayNotify>ann@example.org</BintrayNotify>");

        // The compiler would stay, with the file 7 of this shell.
        var built = Command.Run(
            NextLog(), Folder, Environment, "/bin/sh", "-c",
            $"exec 7>&1; '{ServerProgram.Dotnet}' build Acme -c Release -t:PushToBintray -p:BintrayBackground=true "
                + "-p:UseSharedCompilation=false -nodereuse:false 2>&1 | cat");

        built.Succeeds().Says($"Acme -> {line.Url}/: 1 file").Says("pushed in the background by the job ").DoesNotSay("warning");
        await line.Reached.WaitAsync(TimeSpan.FromMinutes(2));
        var package = At("Acme", "bin", "Release", "Acme.1.0.0.nupkg");
        var pushed = await File.ReadAllBytesAsync(package);
        var job = Job("show");
        Assert.AreEqual("Running", job.GetProperty("state").GetString());
        IsASessionOfItsOwn(job.GetProperty("process").GetInt32());
        Assert.IsEmpty(mail.Mails);
        Write("Acme/Class.cs", "namespace Acme; public static class Other;");
        Dotnet("pack", "Acme", "-c", "Release").Succeeds();
        CollectionAssert.AreNotEqual(pushed, await File.ReadAllBytesAsync(package), "the later build writes to the same file");

        line.Release();
        Bintray("jobs", "wait").Succeeds().Says("1 uploaded");

        CollectionAssert.AreEqual(pushed, Server.Download(Repository, "Acme.1.0.0.nupkg"));
        StringAssert.Contains(mail.Mails.Single(), "Subject: Pushed: Acme 1.0.0");
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task A_push_that_was_killed_is_taken_up_again_without_sending_what_has_arrived()
    {
        await using var line = await HeldUploads.BeforeAsync(new Uri(Server.Url), "last.bin");
        LogIn();
        CreateRepository("nuget");
        Bytes("Acme/first.bin", 1 << 20);
        Bytes("Acme/last.bin", 1 << 20);
        Library(
            "Acme",
            $"<BintrayUrl>{line.Url}</BintrayUrl><BintrayRepo>{Repo}</BintrayRepo><BintrayMaxParallelUploads>1</BintrayMaxParallelUploads>"
                + "<BintrayIncludePackOutput>false</BintrayIncludePackOutput>",
            """<BintrayArtifact Include="*.bin" BintrayPath="$(Version)/%(Filename)%(Extension)" />""");
        Dotnet("build", "Acme", "-c", "Release", "-t:PushToBintray", "-p:BintrayBackground=true").Succeeds().Says("2 files");
        await line.Reached.WaitAsync(TimeSpan.FromMinutes(2));
        var job = Job("show");
        using (var process = System.Diagnostics.Process.GetProcessById(job.GetProperty("process").GetInt32()))
        {
            process.Kill();
        }

        Bintray("jobs", "wait").FailsWith("BTP6009");
        Assert.IsNull(Server.Download(Repository, "1.0.0/first.bin"));
        CollectionAssert.AreEqual(new[] { "first.bin" }, line.Uploads.ToArray());
        line.ReleaseOthers();
        Bintray("jobs", "retry", job.GetProperty("id").GetString()!).Succeeds();
        Bintray("jobs", "wait").Succeeds().Says("1 uploaded, 1 unchanged");

        CollectionAssert.AreEqual(new[] { "first.bin", "last.bin" }, line.Uploads.ToArray());
        IsServed("1.0.0/first.bin", At("Acme", "first.bin"));
        IsServed("1.0.0/last.bin", At("Acme", "last.bin"));
    }

    [TestMethod]
    public void What_is_wrong_is_an_error_of_the_build_and_on_a_build_server_it_has_to_be_asked_for_twice()
    {
        Library("Acme");
        string[] push = ["build", "Acme", "-c", "Release", "-t:PushToBintray", "-p:BintrayUrl=embedded"];
        Environment["CI"] = "true";

        Dotnet([.. push, "-p:BintrayBackground=true"]).FailsWith("BTP6001").Says("set BintrayBackground=force if");
        Dotnet([.. push, "-p:BintrayBackground=later"]).FailsWith("BTP1007").Says("BintrayBackground");
        Dotnet([.. push, "-p:BintrayBackground=force", "-p:BintrayPackage=a/b"]).Fails();
        Assert.IsFalse(Directory.Exists(At("home", "jobs")));
        Assert.IsEmpty(AllPublished());

        Dotnet([.. push, "-p:BintrayBackground=force"]).Succeeds();
        Bintray("jobs", "wait").Succeeds();
        IsPublished(("Acme.1.0.0.nupkg", At("Acme", "bin", "Release", "Acme.1.0.0.nupkg")));
        Environment.Remove("CI");
        File.Delete(Published("Acme.1.0.0.nupkg"));
        Write("Acme/Class.cs", "namespace Acme; public static class Other;");
        Dotnet([.. push, "-p:BintrayBackground=true"]).FailsWith("BTP3001");
        Assert.HasCount(1, Directory.GetDirectories(At("home", "jobs")));
    }

    private static void IsASessionOfItsOwn(int process)
    {
        if (OperatingSystem.IsLinux())
        {
            // The name of the program stands in brackets; behind it are state, parent, group and session.
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ');
            Assert.AreEqual(process.ToString(CultureInfo.InvariantCulture), fields[3]);
        }
    }

    private void LogIn()
    {
        Environment["BINTRAY_USER"] = ServerUsers.Admin;
        Environment["BINTRAY_API_KEY"] = Server.Key;
    }

    private JsonElement Job(params string[] arguments)
    {
        using var document = JsonDocument.Parse(Bintray(["jobs", .. arguments, "--json"]).Succeeds().Output);
        return document.RootElement.Clone();
    }

    /// <summary>The program that the package brings along.</summary>
    private Command Bintray(params string[] arguments) => Command.Dotnet(
        NextLog(), Folder, Environment, ["exec", Path.Combine(Machine.Unpacked, "tools", "bintray", "bintray.dll"), .. arguments]);
}
