using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace BintrayPush.Server.Tests.Operations;

/// <summary>The server as a service of systemd: what it tells it, and the unit file of docs/operating.md.</summary>
[TestClass]
public sealed class SystemdTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bintray-systemd-").FullName;

    public TestContext TestContext { get; set; } = null!;

    private string PidFile => Path.Combine(_folder, "pid");

    [TestCleanup]
    public void Clean()
    {
        if (TestContext.CurrentTestOutcome != UnitTestOutcome.Passed && File.Exists(PidFile))
        {
            using var kill = Signal("-KILL");
        }

        Directory.Delete(_folder, recursive: true);
    }

    [TestMethod]
    public async Task Systemd_hears_when_it_serves_and_when_it_stops()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("systemd is Linux's.");
        }

        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        var socket = Path.Combine(_folder, "notify");
        systemd.Bind(new UnixDomainSocketEndPoint(socket));
        // Its parent is no systemd: with the unit's ProtectProc the server could not see that it is.
        var options = new ServerProcessOptions
        {
            Launcher = ["/bin/sh", "-c", "echo $$ > \"$PID_FILE\"; exec \"$@\"", "sh"],
            Environment = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = socket, ["PID_FILE"] = PidFile },
        };
        using var server = await ServerProcess.StartAsync(Path.Combine(_folder, "data"), TestContext.CancellationToken, options);

        await HearAsync(systemd, "READY=1");
        using var kill = Signal("-TERM");
        await HearAsync(systemd, "STOPPING=1");
        await server.WaitForEndAsync(TestContext.CancellationToken);
    }

    [TestMethod]
    public async Task The_unit_file_has_no_fault_that_systemd_finds()
    {
        var unit = await File.ReadAllTextAsync(OperatingFiles.PathOf("bintray-server.service"));
        var checkedUnit = Path.Combine(_folder, "bintray-server.service");
        // The program is not installed where the tests run.
        await File.WriteAllTextAsync(
            checkedUnit, unit.Replace("/opt/bintray-server/bintray-server ", "/bin/true ", StringComparison.Ordinal));

        var (code, said) = OperatingFiles.Run("systemd-analyze", "systemd", "verify", "--man=no", checkedUnit);

        Assert.AreEqual("", said.Trim());
        Assert.AreEqual(0, code);
        Assert.DoesNotContain("MemoryDenyWriteExecute=true", unit, "No .NET program runs under it.");
    }

    private Process Signal(string signal) => Process.Start("kill", [signal, File.ReadAllText(PidFile).Trim()]);

    private async Task HearAsync(Socket systemd, string expected)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var buffer = new byte[4096];
        string heard;
        do
        {
            heard = Encoding.UTF8.GetString(buffer, 0, await systemd.ReceiveAsync(buffer, SocketFlags.None, patience.Token));
        }
        while (!heard.Split('\n').Contains(expected));
    }
}
