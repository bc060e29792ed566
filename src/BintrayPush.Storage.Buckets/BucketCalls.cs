using System.Net;

namespace BintrayPush.Storage.Buckets;

/// <summary>
/// Calls of an engine. Each has a limit; what fails becomes the service's failure (503), and only what is an answer about an object
/// comes back as <see cref="EngineAnswer"/>.
/// </summary>
internal abstract class BucketCalls : IDisposable
{
    /// <summary>For a call that moves a part of a large content at most; the library's own retries are in it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    /// <summary>How messages call the bucket.</summary>
    public abstract string Place { get; }

    /// <summary>Carries out a call, with what reads its answer.</summary>
    /// <exception cref="EngineAnswer">An answer about the object.</exception>
    /// <exception cref="BintrayException">503: whether it may have happened says <see cref="MayHaveHappened"/>.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation, TimeSpan? limit = null)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(limit ?? Limit);
        try
        {
            return await call(limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw Failure($"there was no answer in {(limit ?? Limit).TotalSeconds:0} s", late);
        }
        catch (Exception fault) when (AnswerOf(fault) is { } kind)
        {
            throw new EngineAnswer(kind, fault);
        }
        catch (Exception fault) when (
            ReasonOf(fault) is not null || fault is HttpRequestException or IOException or WebException or TimeoutException)
        {
            throw Failure(ReasonOf(fault) ?? fault.Message, fault);
        }
    }

    /// <summary>
    /// Whether a call that failed so may have been carried out all the same, or may be if it is made again: no answer came, or one that
    /// speaks of the engine and not of the call.
    /// </summary>
    public abstract bool MayHaveHappened(BintrayException failure);

    /// <summary>Whether an engine says so that a replacement lost against another one at the last moment. Nothing was written.</summary>
    public virtual bool IsLostRace(BintrayException failure) => false;

    /// <summary>What an engine announces is believed within limits.</summary>
    /// <exception cref="IOException">It is none that could be right here.</exception>
    public static int LengthInMemory(long announced, int largest) => announced >= 0 && announced <= largest
        ? (int)announced : throw new IOException($"the engine announced {announced} bytes where at most {largest} can be");

    public abstract void Dispose();

    /// <summary>A failure of the bucket. Of a reason of many lines, as of all who were asked for credentials, the first says it.</summary>
    public BintrayException Failure(string reason, Exception? fault = null)
    {
        var end = reason.AsSpan().IndexOfAny('\r', '\n');
        var first = LogText.Clean(end < 0 ? reason : reason[..end]).TrimEnd('.', ':', ' ');
        return new(BintrayException.Unavailable, $"BTP4091: the bucket {Place} could not be used: {first}", fault);
    }

    /// <summary>Whether an answer of status 4xx, but of those that say that the engine was too busy, leaves no doubt.</summary>
    protected static bool LeavesDoubt(int status) =>
        status is not (>= 400 and < 500) || status is (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests;

    /// <summary>What a fault of the library says about an object; <see langword="null"/> if it is no answer about one.</summary>
    protected abstract EngineAnswerKind? AnswerOf(Exception fault);

    /// <summary>What a fault of the library says otherwise; <see langword="null"/> if it is not one of the library.</summary>
    protected abstract string? ReasonOf(Exception fault);
}
