namespace BintrayPush.Pushing;

/// <summary>Time and chance, as far as a push depends on them.</summary>
/// <param name="WaitAsync">Waits, unless it is cancelled.</param>
/// <param name="Chance">A number from 0 to 1, other than the last one.</param>
internal sealed record Clock(Func<TimeSpan, CancellationToken, Task> WaitAsync, Func<double> Chance)
{
    private static readonly Random Dice = new();

    /// <summary>The real ones.</summary>
    public static Clock Real { get; } = new(Task.Delay, Throw);

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
