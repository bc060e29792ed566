using System.Diagnostics;
using System.Text;
using BintrayPush.Build.Tasks;

namespace BintrayPush.Build.Programs;

/// <summary>
/// The program <c>bintray</c> of the package. It does what must not be done in the process of a build, because it needs libraries that are
/// not to be loaded there.
/// </summary>
internal static class BintrayProgram
{
    /// <summary>Longer than the program allows itself.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>How long a program has that was told to end.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Where it lies: the tasks are in <c>tasks/net8.0</c> or <c>tasks/net472</c>.</summary>
    public static string InPackage { get; } = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(BintrayProgram).Assembly.Location)!, "..", "..", "tools", "bintray", "bintray.dll"));

    /// <summary>Tells others by it how a push has ended, and takes over what it complains of.</summary>
    /// <param name="program">Its file.</param>
    /// <param name="environment">How environment variables are read.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="arguments">What it is to do, with <c>--json</c>. No secret is among them: it reads those itself.</param>
    public static async Task<IReadOnlyList<Problem>> TellAsync(
        string program, Func<string, string?> environment, TimeSpan limit, IReadOnlyList<string> arguments)
    {
        var end = await RunAsync(program, environment, limit, arguments, input: null, CancellationToken.None).ConfigureAwait(false);

        // Whatever it is, the push has ended: it counts as a warning.
        return end.Fault is { } fault ? [Texts.NobodyTold(fault)]
            : end.Problems(Severity.Warning) ?? (end.ExitCode == 0 ? [] : [Texts.NobodyTold(end.LastWords)]);
    }

    /// <summary>Runs it to its end.</summary>
    /// <inheritdoc cref="TellAsync" path="/param"/>
    /// <param name="input">Writes what it reads from standard input, if it reads anything.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ProgramEnd> RunAsync(
        string program,
        Func<string, string?> environment,
        TimeSpan limit,
        IReadOnlyList<string> arguments,
        Action<Stream>? input,
        CancellationToken cancellation)
    {
        if (!File.Exists(program))
        {
            return ProgramEnd.Failed($"the program {program} is not there");
        }

        try
        {
            using var process = Process.Start(StartOf(program, environment, arguments))!;
            var output = ReadAsync(process.StandardOutput);
            var error = ReadAsync(process.StandardError);
            input?.Invoke(process.StandardInput.BaseStream);
            process.StandardInput.Close();
            var ended = Task.WhenAll(output, error);
            var isThrough = await EndsAsync(ended, Task.Delay(limit, cancellation)).ConfigureAwait(false)
                // Ctrl+C has reached it too: it undoes what it has begun, which a killed one could not.
                || (cancellation.IsCancellationRequested
                    && await EndsAsync(ended, Task.Delay(Grace, CancellationToken.None)).ConfigureAwait(false));
            if (!isThrough)
            {
                process.Kill();
                cancellation.ThrowIfCancellationRequested();
                return ProgramEnd.Failed($"the program did not end within {limit.TotalSeconds:0} seconds");
            }

            process.WaitForExit();
            return new ProgramEnd(null, process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (Exception cause) when (cause is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            return ProgramEnd.Failed(cause.Message);
        }
    }

    /// <summary>How it is started, with all three of its streams in the hands of the build.</summary>
    /// <inheritdoc cref="TellAsync" path="/param"/>
    public static ProcessStartInfo StartOf(string program, Func<string, string?> environment, IEnumerable<string> arguments) =>
        // MSBuild says which dotnet runs it.
        new(environment("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet")
        {
            Arguments = string.Join(" ", new[] { "exec", program }.Concat(arguments).Select(Quoted)),
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };

    private static async Task<bool> EndsAsync(Task ended, Task limit) =>
        await Task.WhenAny(ended, limit).ConfigureAwait(false) == ended;

    private static Task<string> ReadAsync(StreamReader output) => output.ReadToEndAsync();

    /// <summary>As programs on Windows take their command line apart, and .NET on all others.</summary>
    private static string Quoted(string argument)
    {
        var quoted = new StringBuilder("\"");
        var slashes = 0;
        foreach (var letter in argument)
        {
            slashes = letter == '\\' ? slashes + 1 : slashes;
            if (letter == '"')
            {
                quoted.Append('\\', slashes + 1);
            }

            slashes = letter == '\\' ? slashes : 0;
            quoted.Append(letter);
        }

        return quoted.Append('\\', slashes).Append('"').ToString();
    }
}
