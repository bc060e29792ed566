using BintrayPush.Cli.Output;
using BintrayPush.Report;
using BintrayPush.Retry;
using Spectre.Console;

namespace BintrayPush.Cli.Tests;

/// <summary>A bar for who watches, lines for who keeps them.</summary>
[TestClass]
public sealed class LiveBarTests : CommandTest, IDisposable
{
    private static readonly PushProgress Half = new(1, 2, 512, 1024, TimeSpan.FromSeconds(2));

    private readonly StringWriter _drawn = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _drawn.Dispose();
        _error.Dispose();
    }

    [TestMethod]
    public async Task On_a_terminal_a_bar_is_drawn_often_and_no_line_is_printed()
    {
        var interval = await ShowAsync(Open(interactive: true), json: false, "acme");

        StringAssert.Contains(_drawn.ToString(), "acme: 1 of 2 files, 512 B of 1.0 KB, 256 B/s, 2 s left");
        StringAssert.Contains(_drawn.ToString(), "50%");
        Assert.AreEqual("", _error.ToString());
        Assert.AreEqual(LiveBar.Interval, interval);
    }

    [TestMethod]
    [DataRow(false, false, false, DisplayName = "not a terminal that can")]
    [DataRow(true, false, true, DisplayName = "JSON is asked for")]
    [DataRow(true, true, false, DisplayName = "no terminal at all")]
    public async Task Otherwise_there_is_a_line_every_ten_seconds(bool interactive, bool none, bool json)
    {
        var interval = await ShowAsync(none ? null : Open(interactive), json, "acme");

        Assert.AreEqual("", _drawn.ToString());
        Assert.AreEqual("  1 of 2 files, 512 B of 1.0 KB, 256 B/s, 2 s left", _error.ToString().TrimEnd());
        Assert.AreEqual(TimeSpan.FromSeconds(10), interval);
    }

    [TestMethod]
    public async Task A_name_is_shown_as_it_is_written_and_moves_no_cursor()
    {
        await ShowAsync(Open(interactive: true), json: false, "[red]a[/] [b \u001b[2J");

        StringAssert.Contains(_drawn.ToString(), "[red]a[/] [b ?[2J: 1 of 2 files");
        Assert.DoesNotContain("\u001b[2J", _drawn.ToString());
    }

    [TestMethod]
    public async Task What_fails_fails_through_the_bar_and_the_cursor_is_shown_again()
    {
        await Assert.ThrowsExactlyAsync<InvalidTimeZoneException>(() =>
            new ProgressDisplay(Printer(json: false), Open(interactive: true))
                .ShowAsync<int>("acme", new PushLimits(), _ => throw new InvalidTimeZoneException()));

        Assert.IsGreaterThan(
            _drawn.ToString().LastIndexOf("\u001b[?25l", StringComparison.Ordinal),
            _drawn.ToString().LastIndexOf("\u001b[?25h", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Files_without_bytes_are_counted()
    {
        await new ProgressDisplay(Printer(json: false), Open(interactive: true)).ShowAsync("acme", new PushLimits(), options =>
        {
            options.Progress!(new PushProgress(1, 4, 0, 0, TimeSpan.FromSeconds(1)));
            return Task.FromResult(0);
        });

        StringAssert.Contains(_drawn.ToString(), "25%");
    }

    [TestMethod]
    public void A_push_and_a_check_draw_on_the_terminal_and_say_the_same_as_without_one()
    {
        Write("one.txt", "1");
        Terminal = () => Open(interactive: true);

        var push = Push("one.txt", "--receipt", "receipt.json").Succeeds();
        StringAssert.Matches(push.Output, new(@"^  Uploaded  one.txt .*\n.*: 1 uploaded, 1 B, \d+\.\d s\r?\n$"));
        Assert.AreEqual("", push.Error);
        StringAssert.Contains(_drawn.ToString(), "acme");

        StringAssert.Contains(Run("verify").Succeeds().Output, "verified 1 file");
        StringAssert.Contains(_drawn.ToString(), "verify");
    }

    private async Task<TimeSpan> ShowAsync(IAnsiConsole? terminal, bool json, string what) =>
        await new ProgressDisplay(Printer(json), terminal).ShowAsync(what, new PushLimits(), options =>
        {
            options.Progress!(Half);
            return Task.FromResult(options.Limits.ProgressInterval);
        });

    private Printer Printer(bool json) => new(TextWriter.Null, _error, json, server: null);

    private IAnsiConsole Open(bool interactive)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = interactive ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = interactive ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(_drawn),
        });
        console.Profile.Width = 160;
        return console;
    }
}
