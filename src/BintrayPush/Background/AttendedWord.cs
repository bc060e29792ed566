using BintrayPush.Messages;
using BintrayPush.Report;

namespace BintrayPush.Background;

/// <summary>What the program tells the build that waits for it: a line of its output each (<see cref="AttendedLines"/>).</summary>
public abstract record AttendedWord
{
    private AttendedWord()
    {
    }

    /// <summary>The first one: the program runs, and has the same lines.</summary>
    public sealed record Begun : AttendedWord;

    /// <summary>How far it is, or what it found.</summary>
    /// <param name="Text">One line.</param>
    /// <param name="IsDetail">Whether only those want it who look for all.</param>
    public sealed record Told(string Text, bool IsDetail) : AttendedWord;

    /// <summary>Something is wrong, or may be.</summary>
    /// <param name="Problem">What.</param>
    public sealed record Complained(Problem Problem) : AttendedWord;

    /// <summary>What a push did.</summary>
    /// <param name="Receipt">File by file.</param>
    public sealed record Pushed(Receipt Receipt) : AttendedWord;

    /// <summary>What a push would do.</summary>
    /// <param name="Preview">File by file.</param>
    public sealed record Previewed(DryRunReport Preview) : AttendedWord;

    /// <summary>What was published was read back to its end, whatever was found.</summary>
    public sealed record Verified : AttendedWord;

    /// <summary>The last one: without it the program has died.</summary>
    public sealed record Ended : AttendedWord;
}
