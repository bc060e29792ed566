using System.Diagnostics;

namespace BintrayPush.Server.Tests.Disks;

/// <summary>The program that makes a disk slow or full for a server that it starts.</summary>
internal static class Strace
{
    public static void Require()
    {
        try
        {
            using var strace = Process.Start(new ProcessStartInfo(
                "strace", ["-f", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:delay_enter=1", "true"])
            { RedirectStandardError = true })!;
            strace.WaitForExit();
            if (strace.ExitCode == 0)
            {
                return;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is not there.
        }

        const string Lack = "needs strace; on Debian: apt-get install strace";
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("BINTRAYPUSH_REQUIRE_CLIENTS")))
        {
            Assert.Fail(Lack);
        }

        Assert.Inconclusive(Lack);
    }
}
