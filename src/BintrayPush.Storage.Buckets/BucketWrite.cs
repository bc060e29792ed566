using System.Diagnostics;

namespace BintrayPush.Storage.Buckets;

/// <summary>
/// The write of one small object. The library must not try it again by itself: a second try meets the first one, whose answer was lost,
/// and would report an own success as refused. So each failure is followed by a look at what is there.
/// </summary>
/// <param name="store">Where it is written.</param>
/// <param name="key">The object.</param>
/// <param name="value">Its bytes. Under a condition they hold a random part, so that they are known again.</param>
/// <param name="terms">Under which terms.</param>
internal sealed class BucketWrite(BucketStore store, string key, ReadOnlyMemory<byte> value, WriteTerms terms)
{
    private const int MaxConflicts = 20;
    private const int MaxFailures = 4;

    /// <summary>Nothing is tried again after this time.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _since = Stopwatch.StartNew();

    /// <summary>Writes.</summary>
    /// <returns>The new tag, or <see langword="null"/> if the condition does not hold and nothing was written.</returns>
    /// <exception cref="BintrayException">503: it may have happened or not.</exception>
    public async Task<string?> RunAsync(CancellationToken cancellation)
    {
        BintrayException? doubt = null;
        for (int conflicts = 0, failures = 0; ;)
        {
            try
            {
                return await store.Guarded.RunAsync(token => store.WriteOnceAsync(key, value, terms, token), cancellation)
                    .ConfigureAwait(false);
            }
            catch (EngineAnswer answer) when (answer.Kind is EngineAnswerKind.Refused or EngineAnswerKind.Missing)
            {
                // After a lost answer this may be our own write. If others have replaced it since, nobody can tell any more.
                return doubt is null ? null : await TagIfWrittenAsync().ConfigureAwait(false) ?? throw doubt;
            }
            catch (EngineAnswer conflict) when (conflict.Kind == EngineAnswerKind.Conflict)
            {
                if (++conflicts > MaxConflicts)
                {
                    throw TooMany(conflict);
                }
            }
            catch (BintrayException failure) when (store.Guarded.MayHaveHappened(failure) && !cancellation.IsCancellationRequested)
            {
                if (await TagIfWrittenAsync().ConfigureAwait(false) is { } tag)
                {
                    return tag;
                }

                if (!store.Guarded.IsLostRace(failure))
                {
                    doubt = failure;
                    if (++failures > MaxFailures || _since.Elapsed > Limit)
                    {
                        throw;
                    }
                }
                else if (++conflicts > MaxConflicts)
                {
                    throw TooMany(failure);
                }
            }

            await Task.Delay(LongestPause * Random.Shared.NextDouble() * (failures + 1), cancellation).ConfigureAwait(false);
        }
    }

    private BintrayException TooMany(Exception conflict) => new(
        BintrayException.Unavailable, $"too many write the object '{key}' of the bucket {store.Place} at once; try again", conflict);

    private async Task<string?> TagIfWrittenAsync()
    {
        try
        {
            return await store.GetAsync(key, CancellationToken.None).ConfigureAwait(false) is { } found
                && found.Value.AsSpan().SequenceEqual(value.Span) ? found.Tag : null;
        }
        catch (BintrayException)
        {
            // The failure of the write says more.
            return null;
        }
    }
}
