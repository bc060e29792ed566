using System.Globalization;
using BintrayPush.Messages;

namespace BintrayPush.Retry;

/// <summary>
/// Makes a call again when it fails in a way that may pass. Where one call was given up on, the next ones are made once only until one
/// succeeds: a service that is gone is not waited for once per file.
/// </summary>
/// <param name="limit">How often a call is made again.</param>
/// <param name="clock">How time passes.</param>
/// <param name="trace">Gets a line for every call that is made again.</param>
internal sealed class Retrying(int limit, Clock clock, Action<string> trace)
{
    private volatile bool _isHopeless;

    /// <summary>Makes a call.</summary>
    /// <param name="what">What is done, for the trace.</param>
    /// <param name="attempt">Makes it once; gets the number of the attempt, from 1.</param>
    /// <param name="cancellation">Ends the wait between two calls.</param>
    /// <param name="failed">Gets every failure that may pass.</param>
    /// <exception cref="BintrayException">It failed for good, or too often.</exception>
    public async Task<T> RunAsync<T>(
        string what, Func<int, Task<T>> attempt, CancellationToken cancellation, Action<BintrayException>? failed = null)
    {
        var begun = clock.Elapsed();
        for (var made = 1; ; made++)
        {
            try
            {
                var answer = await attempt(made).ConfigureAwait(false);
                _isHopeless = false;
                return answer;
            }
            catch (BintrayException failure) when (RetryPolicy.IsTransient(failure) && !cancellation.IsCancellationRequested)
            {
                failed?.Invoke(failure);
                if (made > limit || _isHopeless)
                {
                    _isHopeless = true;
                    failure.Tried = clock.Elapsed() - begun;
                    throw;
                }

                var pause = RetryPolicy.Pause(made, failure.RetryAfter, clock.Chance());
                trace(
                    string.Format(
                        CultureInfo.InvariantCulture,
                        "{0} failed: {1} Again in {2:0.0} s ({3} of {4}).",
                        what,
                        ProblemText.Said(failure),
                        pause.TotalSeconds,
                        made,
                        limit));
                await clock.WaitAsync(pause, cancellation).ConfigureAwait(false);
            }
        }
    }
}
