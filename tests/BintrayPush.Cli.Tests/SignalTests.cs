using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BintrayPush.Cli.Tests;

/// <summary>What service managers send to end a process ends a push as Ctrl+C does.</summary>
[TestClass]
public sealed class SignalTests : CommandTest
{
    private const int Terminate = 15;

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task A_push_that_is_told_to_end_says_what_arrived_and_leaves_its_receipt()
    {
        Write("one.txt", "1");
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        string[] arguments =
        [
            typeof(
                BintrayCommand).Assembly.Location, "push", "one.txt", "--url", $"http://{silent.LocalEndpoint}", "--repo", "a/b", "--package", "p",
            "--version", "1", "--receipt", "receipt.json",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["BINTRAY_HOME"] = Home },
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        using var client = await silent.AcceptTcpClientAsync();

        Assert.AreEqual(0, Kill(process.Id, Terminate));

        await process.WaitForExitAsync();
        Assert.AreEqual(1, process.ExitCode, await output + await error);
        StringAssert.Contains(await error, "BTP1052: The command was cancelled. 0 of 1 files have arrived");
        Assert.IsTrue(File.Exists(At("receipt.json")));
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
