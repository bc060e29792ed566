using System.Diagnostics;

namespace BintrayPush.Signing.Tests;

/// <summary>GnuPG with a home of its own, and Sequoia's <c>sqv</c>: what others verify signatures with.</summary>
internal sealed class GnuPG : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("gpg-").FullName;

    /// <summary>Whoever has only the SDK skips these tests, and is told what to install; where all is required, as on CI, they fail.</summary>
    public GnuPG()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!new[] { "gpg", "sqv" }.All(program => path.Any(folder => File.Exists(Path.Combine(folder, program))))
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("BINTRAYPUSH_REQUIRE_CLIENTS")))
        {
            Directory.Delete(_home);
            Assert.Inconclusive("gpg or sqv is not on this machine; on Debian: apt-get install gnupg sqv.");
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Its home.</summary>
    public string Home => _home;

    /// <summary>Writes a file into the home.</summary>
    public string Write(string name, byte[] content)
    {
        var file = Path.Combine(_home, name);
        File.WriteAllBytes(file, content);
        return file;
    }

    public string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>That of its first key.</summary>
    public string Fingerprint() => Succeed("--with-colons", "--list-keys").Split('\n')
        .First(line => line.StartsWith("fpr:", StringComparison.Ordinal)).Split(':')[9];

    public (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        RunProgram("gpg", ["--batch", "--no-tty", "--pinentry-mode", "loopback", .. arguments]);

    /// <summary>Runs gpg, which must succeed.</summary>
    public string Succeed(params string[] arguments)
    {
        var (exitCode, output, error) = Run(arguments);
        Assert.AreEqual(0, exitCode, error);
        return output;
    }

    public (int ExitCode, string Output, string Error) RunProgram(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _home,
        };
        start.Environment["GNUPGHOME"] = _home;
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        Assert.IsTrue(process.WaitForExit(TimeSpan.FromMinutes(1)), $"{program} hangs");
        return (process.ExitCode, output, error.Result);
    }

    public void Dispose()
    {
        RunProgram("gpgconf", "--kill", "all");
        Directory.Delete(_home, recursive: true);
    }
}
