using System.Diagnostics;

namespace BintrayPush.Retry;

/// <summary>Time and chance, as far as a push depends on them.</summary>
/// <param name="WaitAsync">Waits, unless it is cancelled.</param>
/// <param name="Chance">A number from 0 to 1, other than the last one.</param>
/// <param name="Elapsed">The time since some moment in the past.</param>
internal sealed record Clock(Func<TimeSpan, CancellationToken, Task> WaitAsync, Func<double> Chance, Func<TimeSpan> Elapsed)
{
    private static readonly Random Dice = new();
    private static readonly Stopwatch Time = Stopwatch.StartNew();

    /// <summary>Cancels after a time, unless it is over before.</summary>
    public Action<CancellationTokenSource, TimeSpan> CancelAfter { get; init; } = (source, time) => source.CancelAfter(time);

    /// <summary>The real ones.</summary>
    public static Clock Real { get; } = new(Task.Delay, Throw, () => Time.Elapsed);

#pragma warning disable CA5394 // It spreads the calls of many senders in time; nothing is protected by it.
    private static double Throw()
    {
        lock (Dice)
        {
            return Dice.NextDouble();
        }
    }
#pragma warning restore CA5394
}
