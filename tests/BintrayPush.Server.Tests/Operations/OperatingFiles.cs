using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BintrayPush.Server.Tests.Operations;

/// <summary>The pages and files for operators, and the programs that read them.</summary>
internal static class OperatingFiles
{
    /// <summary>Where a file of docs/ is.</summary>
    public static string PathOf(string name) => Path.Combine(RootOf(AppContext.BaseDirectory), "docs", name);

    /// <summary>The examples of a page in some language.</summary>
    public static IEnumerable<string> BlocksOf(string page, string language) =>
        Regex.Matches(File.ReadAllText(PathOf(page)), $"```{language}\r?\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value);

    /// <summary>Runs a program to its end; who does not have it skips the test.</summary>
    public static (int Code, string Said) Run(string program, string debianPackage, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output.Result + error);
        }
        catch (Win32Exception)
        {
            var lack = $"needs {program}; on Debian: apt-get install {debianPackage}";
            if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("BINTRAYPUSH_REQUIRE_CLIENTS")))
            {
                Assert.Fail(lack);
            }

            throw new AssertInconclusiveException(lack);
        }
    }

    private static string RootOf(string folder) =>
        File.Exists(Path.Combine(folder, "BintrayPush.Build.sln")) ? folder : RootOf(Path.GetDirectoryName(folder)!);
}
