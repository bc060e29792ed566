using System.Diagnostics;

namespace BintrayPush.Storage.Records;

/// <summary>
/// How long one call tries again after others were faster: a few dozen times at once, then with growing pauses, then no more.
/// </summary>
internal sealed class WriteRetry(Objects objects, string what)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private int _tries;

    /// <summary>To be awaited before each further try.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">503: it has been too long.</exception>
    public async Task AgainAsync(CancellationToken cancellation)
    {
        if (_since.Elapsed > Limit)
        {
            throw StoreRefusal.TooBusy(what);
        }

        _tries++;
        // The pause differs from call to call, so that those who met once do not meet again in step.
        var spread = 1 + ((Environment.TickCount ^ GetHashCode()) & 7);
        var pause = TimeSpan.FromMilliseconds(Math.Min(_tries * spread, LongestPause.TotalMilliseconds));
        await objects.StorageEnvironment.Pause(pause, cancellation).ConfigureAwait(false);
    }
}
