using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace BintrayPush.Guards;

/// <summary>
/// The program git. Only it knows what a work tree is: whether a file is as it was committed depends on filters, line ends and settings.
/// It is asked, it changes nothing, and it starts nothing that a repository names.
/// </summary>
internal static class GitProgram
{
    private const int MostCharacters = 1 << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>What a hook of git sets for its own repository, which need not be that of the folder.</summary>
    private static readonly string[] OfOtherRepositories =
        ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_PREFIX"];

    /// <summary>Asks it, and gives back what it prints, up to a limit.</summary>
    /// <param name="folder">Where it is asked.</param>
    /// <param name="question">Its arguments, none of which comes from outside.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GitFailure">It is not there, it takes too long, or it says that something is wrong.</exception>
    public static Task<string> AskAsync(string folder, string question, CancellationToken cancellation) =>
        AskAsync(Find() ?? throw new GitFailure("there is no git on the PATH"), Limit, folder, question, cancellation);

    /// <summary>Asks a program; a test asks one that does not behave.</summary>
    internal static async Task<string> AskAsync(
        string program, TimeSpan limit, string folder, string question, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program)
        {
            // A monitor is a program that the settings of a repository name.
            Arguments = $"--no-optional-locks -c core.fsmonitor=false {question}",
            WorkingDirectory = folder,
            CreateNoWindow = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardErrorEncoding = Encoding.UTF8,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        foreach (var name in OfOtherRepositories)
        {
            start.Environment.Remove(name);
        }

        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C";
        try
        {
            return await RunAsync(start, limit, cancellation).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            throw new GitFailure(cause.Message);
        }
    }

    private static async Task<string> RunAsync(ProcessStartInfo start, TimeSpan limit, CancellationToken cancellation)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        // On .NET Framework a read of what is there already ends at once: of a flood it would never come to the limit.
        var output = Task.Run(() => ReadAsync(process.StandardOutput), CancellationToken.None);
        var error = Task.Run(() => ReadAsync(process.StandardError), CancellationToken.None);
        var said = Task.WhenAll(output, error);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (await Task.WhenAny(said, Task.Delay(limit, ended.Token)).ConfigureAwait(false) != said || !process.WaitForExit(1000))
        {
            Kill(process);
            cancellation.ThrowIfCancellationRequested();
            throw new GitFailure($"git did not answer within {limit.TotalSeconds:0} seconds");
        }

        // The delay is not waited for any more.
        ended.Cancel();
        var words = (await error.ConfigureAwait(false)).Split('\n')[0].Trim();
        return process.ExitCode == 0
            ? await output.ConfigureAwait(false)
            : throw new GitFailure(words.Length > 0 ? LogText.Shorten(words) : $"git ended with {process.ExitCode}");
    }

    /// <summary>All is read, so that the program can end, and not all is kept.</summary>
    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var (text, buffer) = (new StringBuilder(), new char[4096]);
        while (await reader.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false) is var count and > 0)
        {
            text.Append(buffer, 0, Math.Min(count, MostCharacters - text.Length));
        }

        return text.ToString();
    }

    /// <summary>
    /// The program in a folder of the PATH. By its name alone Windows would start one that lies in the current folder, which may be
    /// anybody's.
    /// </summary>
    private static string? Find()
    {
        var name = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "git.exe" : "git";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(folder => folder.IndexOfAny(Path.GetInvalidPathChars()) < 0 && Path.IsPathRooted(folder))
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    private static void Kill(Process process)
    {
        try
        {
#if NET
            process.Kill(entireProcessTree: true);
#else
            process.Kill();
#endif
        }
        catch (Exception cause) when (cause is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has just ended by itself.
        }
    }
}

/// <summary>Why git does not answer, in a few words.</summary>
internal sealed class GitFailure(string message) : Exception(message);
