using System.ComponentModel;
using System.Diagnostics;
using BintrayPush.Background;
using BintrayPush.Build.Tasks;

namespace BintrayPush.Build.Programs;

/// <summary>
/// The program of the package, which carries out an order while the build waits. It is told to end by the end of its input, so it ends also
/// with a build that is killed; one that does not is killed.
/// </summary>
/// <param name="program">Its file.</param>
/// <param name="environment">How environment variables are read. The program has those of this process, with all secrets.</param>
internal sealed class AttendedProgram(string program, Func<string, string?> environment)
{
    /// <summary>A push ends by itself after a day.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(25);

    /// <summary>What has ended may leave others behind that hold its output.</summary>
    private static readonly TimeSpan LongestEcho = TimeSpan.FromSeconds(5);

    /// <summary>How long the program has to end, once it is told to: it writes down what has arrived.</summary>
    public TimeSpan Grace { get; init; } = UsualGrace;

    public static TimeSpan UsualGrace { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Has it carry out an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="log">Hears how far it is.</param>
    /// <param name="complain">Hears what is wrong.</param>
    /// <param name="answer">Gets what was done.</param>
    /// <param name="cancellation">Ends it; it still says what it has done.</param>
    /// <exception cref="ProgramFailure">It could not be run to its end.</exception>
    public async Task RunAsync(
        AttendedOrder order, TransferLog log, Action<Problem> complain, Action<AttendedWord> answer, CancellationToken cancellation)
    {
        // Before it waits for it.
        var line = AttendedLines.Write(order);
        using var process = Start();
        var exited = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult(true);
        process.EnableRaisingEvents = true;
        var lastWords = LastWordsAsync(process.StandardError);
        var output = new AttendedOutput(process.StandardOutput, order.Files, Hear);
        var reading = Task.Run(output.ReadAsync, CancellationToken.None);
        var writing = Task.Run(() => Write(process, line), CancellationToken.None);
        try
        {
            await EndAsync(process, reading, writing, exited.Task, cancellation).ConfigureAwait(false);

            // If it has exited, and others hold its output, nothing more will come.
            if (!reading.IsCompleted || !await reading.ConfigureAwait(false))
            {
                await Task.WhenAny(Task.WhenAll(exited.Task, lastWords), Task.Delay(LongestEcho, CancellationToken.None))
                    .ConfigureAwait(false);
                var words = WordsOf(process, lastWords.Status == TaskStatus.RanToCompletion ? lastWords.Result : "");
                throw new ProgramFailure(output.HasBegun ? ProgramProblems.Died(words) : ProgramProblems.NotStarted(program, words))
                {
                    HasBegun = output.HasBegun,
                };
            }
        }
        catch (FormatException fault)
        {
            throw new ProgramFailure(ProgramProblems.NotUnderstood(fault.Message)) { HasBegun = output.HasBegun };
        }
        catch (IOException fault)
        {
            throw new ProgramFailure(ProgramProblems.Died(fault.Message)) { HasBegun = output.HasBegun };
        }
        finally
        {
            await StopAsync(process, writing, exited.Task).ConfigureAwait(false);
        }

        void Hear(AttendedWord word)
        {
            switch (word)
            {
                case AttendedWord.Told told:
                    log.Tell(told.Text, told.IsDetail);
                    break;
                case AttendedWord.Complained complained:
                    complain(complained.Problem);
                    break;
                default:
                    answer(word);
                    break;
            }
        }
    }

    /// <summary>Waits until it has ended; if the build is cancelled, sees to that.</summary>
    private async Task EndAsync(Process process, Task reading, Task writing, Task exited, CancellationToken cancellation)
    {
        if (await EndsAsync(reading, exited, Longest, cancellation).ConfigureAwait(false))
        {
            return;
        }

        if (!cancellation.IsCancellationRequested)
        {
            throw new ProgramFailure(ProgramProblems.Died($"it did not end within {Longest.TotalHours:0} hours")) { HasBegun = true };
        }

        if (await Task.WhenAny(writing, Task.Delay(LongestEcho, CancellationToken.None)).ConfigureAwait(false) != writing)
        {
            // It has not even got its order, so it has begun nothing.
            cancellation.ThrowIfCancellationRequested();
        }

        TellToEnd(process);
        if (!await EndsAsync(reading, exited, Grace, CancellationToken.None).ConfigureAwait(false))
        {
            Kill(process);
            throw new ProgramFailure(ProgramProblems.Killed(Grace)) { HasBegun = true };
        }
    }

    private Process Start()
    {
        if (!File.Exists(program))
        {
            throw new ProgramFailure(ProgramProblems.NotStarted(program, "it is not there"));
        }

        try
        {
            return Process.Start(BintrayProgram.StartOf(program, environment, ["jobs", "attend"]))!;
        }
        catch (Exception cause) when (cause is Win32Exception or IOException or InvalidOperationException)
        {
            throw new ProgramFailure(ProgramProblems.NotStarted(program, cause.Message));
        }
    }

    private static void Write(Process process, byte[] order)
    {
        try
        {
            var input = process.StandardInput.BaseStream;
            input.Write(order, 0, order.Length);
            input.Flush();
        }
        catch (Exception cause) when (cause is IOException or InvalidOperationException)
        {
            // It has ended: its output says more.
        }
    }

    /// <returns>Whether it has ended, by its own word or otherwise; else the time is over.</returns>
    private static async Task<bool> EndsAsync(Task reading, Task exited, TimeSpan limit, CancellationToken cancellation)
    {
        var gone = EchoAsync(exited);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var first = await Task.WhenAny(reading, gone, Task.Delay(limit, over.Token)).ConfigureAwait(false);
        over.Cancel();
        return first == reading || first == gone;
    }

    private static async Task EchoAsync(Task exited)
    {
        await exited.ConfigureAwait(false);
        await Task.Delay(LongestEcho, CancellationToken.None).ConfigureAwait(false);
    }

    private static void TellToEnd(Process process)
    {
        try
        {
            // On Windows a program that others have started meanwhile may hold the other end: then the end does not come, and this does.
            process.StandardInput.BaseStream.WriteByte((byte)'\n');
            process.StandardInput.Close();
        }
        catch (Exception cause) when (cause is IOException or InvalidOperationException)
        {
            // It has ended.
        }
    }

    /// <summary>Whatever happened, it does not go on.</summary>
    private static async Task StopAsync(Process process, Task writing, Task exited)
    {
        if (writing.IsCompleted)
        {
            TellToEnd(process);
            await Task.WhenAny(exited, Task.Delay(LongestEcho, CancellationToken.None)).ConfigureAwait(false);
        }

        Kill(process);
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
        catch (Exception cause) when (cause is Win32Exception or InvalidOperationException)
        {
            // It has ended.
        }
    }

    private static string WordsOf(Process process, string error)
    {
        var code = process.HasExited ? $"it ended with {process.ExitCode}" : "it closed its output";
        return error.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) is { } line
            ? $"{code}: {LogText.Shorten(line)}"
            : code;
    }

    /// <summary>The beginning of what it says to people: the rest is read, or it would wait for that.</summary>
    private static async Task<string> LastWordsAsync(StreamReader error)
    {
        const int Kept = 4096;
        var block = new char[Kept];
        var kept = "";
        int read;
        while ((read = await error.ReadAsync(block, 0, Kept).ConfigureAwait(false)) > 0)
        {
            kept = kept.Length < Kept ? kept + new string(block, 0, read) : kept;
        }

        return kept;
    }
}
