using System.Diagnostics;

namespace BintrayPush.Storage.Tests.Durability;

/// <summary>
/// Programs of the system that a test needs, and which not every machine has or allows. There the test is skipped with the reason; with
/// BINTRAYPUSH_REQUIRE_CLIENTS set, as .ci/run does, a missing one is a failure.
/// </summary>
internal static class OuterTool
{
    private const string Required = "BINTRAYPUSH_REQUIRE_CLIENTS";

    /// <summary>Ends the test unless system calls can be traced here.</summary>
    public static void RequireStrace()
    {
        if (!OperatingSystem.IsLinux() || Find("strace") is null)
        {
            Missing("'strace' is not on this machine; on Debian: apt-get install strace.");
        }

        if (TryRun("strace", "-f", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO", "true") is { } error)
        {
            Missing($"strace may not trace here: {error}");
        }
    }

    /// <summary>Ends the test unless it runs as root and has these programs. What needs root is never demanded.</summary>
    public static void RequireRoot(params string[] programs)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            Assert.Inconclusive("needs root on Linux");
        }

        foreach (var program in programs.Where(program => Find(program) is null))
        {
            Assert.Inconclusive($"'{program}' is not on this machine");
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What went wrong, or <see langword="null"/>.</returns>
    public static string? TryRun(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Find(program)!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{program} {string.Join(' ', arguments)}: {output.Result}{error}".Trim();
    }

    private static string? Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static void Missing(string lack)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Required)))
        {
            Assert.Fail($"{lack} ({Required} is set, so nothing is skipped.)");
        }

        Assert.Inconclusive($"{lack} (With {Required}=1 this is a failure.)");
    }
}
