using System.Diagnostics;

namespace BintrayPush.Cli.Tests;

/// <summary>What becomes of jobs on disks that fail them.</summary>
public sealed partial class JobTests
{
    [TestMethod]
    public async Task Who_waits_for_a_job_whose_end_cannot_be_written_hears_that_once_and_does_not_wait()
    {
        await using var line = await HeldUploads.BeforeAsync(_server.Url, "b.bin");
        var id = Text(Json(await PushAsync(line)), "id");
        await line.Reached;
        await KillAsync(id);
        Write($"home/jobs/{id}/receipt.json/in-its-place");

        var error = Run("jobs", "wait", id).Fails("BTP6014").Error;

        Assert.HasCount(2, error.Split('\n', StringSplitOptions.RemoveEmptyEntries), "once as every command says it, once as its own result");
        StringAssert.Contains(error, At("home", "jobs", id));
        Directory.Delete(At("home", "jobs", id, "receipt.json"), recursive: true);
        Run("jobs", "wait", id).Fails("BTP6009");
    }

    [TestMethod]
    public async Task A_job_whose_disk_fills_up_pushes_and_keeps_its_end_all_the_same()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            Assert.Inconclusive("needs root on Linux");
        }

        Directory.CreateDirectory(Home);
        await SystemAsync("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", Home);
        try
        {
            await using var line = await HeldUploads.BeforeAsync(_server.Url, "b.bin");
            var id = Text(Json(await PushAsync(line)), "id");
            await line.Reached;
            Fill(At("home", "filler"));
            line.Release();

            Assert.AreEqual("Done", Text(Json(Run("jobs", "wait", id, "--json").Succeeds()), "state"));
            Run("verify", At("home", "jobs", id, "receipt.json"), "--url", line.Url).Succeeds();
        }
        finally
        {
            await SystemAsync("umount", Home);
        }
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private static async Task SystemAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.AreEqual(0, process.ExitCode, program);
    }
}
