using BintrayPush.Retry;
using BintrayPush.Transfer;
using Spectre.Console;

namespace BintrayPush.Cli.Output;

/// <summary>
/// The progress of a long command, beside its results: a bar on a terminal, a line every ten seconds in a log.
/// </summary>
/// <param name="printer">Prints the lines.</param>
/// <param name="terminal">What standard error is, if it is a terminal.</param>
internal sealed class ProgressDisplay(Printer printer, IAnsiConsole? terminal)
{
    /// <summary>Shows it while some work is done.</summary>
    /// <param name="what">What is done, in words.</param>
    /// <param name="limits">The limits of the work.</param>
    /// <param name="work">Does it within the limits, and reports its progress.</param>
    public Task<T> ShowAsync<T>(string what, PushLimits limits, Func<RunOptions, Task<T>> work) =>
        terminal is not null && !printer.IsForPrograms && LiveBar.Fits(terminal)
            ? LiveBar.ShowAsync(terminal, what, tell => work(
                new RunOptions { Limits = limits with { ProgressInterval = LiveBar.Interval }, Progress = tell }))
            : work(new RunOptions { Limits = limits, Progress = printer.Tell });
}
