using BintrayPush.Report;
using Spectre.Console;

namespace BintrayPush.Cli.Output;

/// <summary>A bar that shows on a terminal how far a push is, and is gone when it is over.</summary>
internal static class LiveBar
{
    /// <summary>How often it is drawn anew: often enough to be alive, seldom enough to cost nothing.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether a terminal can have one.</summary>
    public static bool Fits(IAnsiConsole terminal) => terminal.Profile.Capabilities is { Ansi: true, Interactive: true };

    /// <summary>Shows it while some work is done.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="what">What is done, in words; anything may be in it.</param>
    /// <param name="work">Does it, and reports its progress.</param>
    public static Task<T> ShowAsync<T>(IAnsiConsole terminal, string what, Func<Action<PushProgress>, Task<T>> work) => terminal.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
        .StartAsync(async context =>
        {
            var bar = context.AddTask(Words(what));
            bar.IsIndeterminate = true;
            return await work(progress =>
            {
                Draw(bar, what, progress);
                context.Refresh();
            }).ConfigureAwait(false);
        });

    private static void Draw(ProgressTask bar, string what, PushProgress progress)
    {
        // Before the first answer nothing is known to have arrived; a bar that stands still would look dead.
        bar.IsIndeterminate = progress.DoneBytes == 0 && progress.DoneFiles == 0;
        bar.Description = Words($"{what}: {PushSummary.Progress(progress).Trim()}");

        // Empty files have no bytes to be counted.
        bar.MaxValue = Math.Max(1, progress.Bytes > 0 ? progress.Bytes : progress.Files);
        bar.Value = progress.Bytes > 0 ? progress.DoneBytes : progress.DoneFiles;
    }

    /// <summary>Brackets would be taken for colours, and names come from files of others.</summary>
    private static string Words(string text) => Markup.Escape(LogText.Clean(text));
}
