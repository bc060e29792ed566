using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace BintrayPush.Cli.Jobs;

/// <summary>
/// A process that has nothing in common with the one that starts it: no terminal, no session, no open file or pipe. So a build whose output
/// somebody reads to its end does end, and no closed terminal takes the process along.
/// </summary>
internal static class DetachedProcess
{
    /// <summary>
    /// Begins one. A shell opens the files that take the place of input and output: the runtime copies them as it starts, so the new
    /// process could not get rid of a pipe by itself.
    /// </summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">Where it is.</param>
    /// <param name="log">The file that gets what it writes to its output; on Windows it has none.</param>
    public static Process Start(IReadOnlyList<string> command, string folder, string log)
    {
        var start = OperatingSystem.IsWindows()
            // The shell of Windows hands over no handle.
            ? new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = true, WindowStyle = ProcessWindowStyle.Hidden }
            : new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", log, .. command]);
        start.WorkingDirectory = folder;
        if (!OperatingSystem.IsWindows())
        {
            KeepFilesFromChildren();
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The system began no process.");
    }

    /// <summary>Leaves terminal and session: to be called by the process that was begun.</summary>
    public static void Leave()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetSession();
        }
    }

    /// <summary>
    /// What this process has inherited itself (a pipe of a shell, the slots of make) must not live on in the new one: what .NET opens is
    /// closed on exec, what others have opened may not be.
    /// </summary>
    private static void KeepFilesFromChildren()
    {
        var closeOnExec = OperatingSystem.IsLinux() ? 0x5451u : 0x20006601u;
        foreach (var name in Directory.GetFileSystemEntries("/dev/fd").Select(Path.GetFileName))
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor) && descriptor > 2)
            {
                _ = Control(descriptor, closeOnExec);
            }
        }
    }

    [DllImport("libc", EntryPoint = "setsid"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetSession();

    [DllImport("libc", EntryPoint = "ioctl"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, nuint request);
}
