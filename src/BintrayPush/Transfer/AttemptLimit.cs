using BintrayPush.Api.Http.Connection;
using BintrayPush.Retry;

namespace BintrayPush.Transfer;

/// <summary>Gives up a call that never falls silent and never gets on.</summary>
internal static class AttemptLimit
{
    /// <summary>Makes a call for as long as its bytes may take.</summary>
    /// <exception cref="BintrayException">It took longer.</exception>
    public static async Task<T> KeepAsync<T>(Clock clock, long size, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        var longest = HttpLimits.Attempt(size);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        clock.CancelAfter(limit, longest);
        try
        {
            return await call(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cause) when (!cancellation.IsCancellationRequested)
        {
            throw new BintrayException(
                BintrayException.NoAnswer, $"its {size} bytes were not through after {longest.TotalMinutes:0} minutes", cause);
        }
    }
}
