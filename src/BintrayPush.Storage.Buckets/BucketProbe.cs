using System.Text;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets;

/// <summary>
/// Finds out at each start whether an engine keeps the conditions that everything rests on: some take the headers and ignore them, and
/// two writers would both be told that they were first. What is written for this is removed again.
/// </summary>
internal sealed class BucketProbe(BucketStore store)
{
    private const int Rounds = 3;
    private const int Writers = 8;
    private const string WrongTag = "00000000000000000000000000000000";

    /// <summary>Long for an engine that is loaded, short for one that does not answer.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _prefix = $"{BucketStore.Temporary}probe/{Guid.NewGuid():N}/";
    private readonly List<string> _written = [];

    /// <summary>Tries everything.</summary>
    /// <exception cref="BintrayException">503: the bucket cannot be used, or the engine is not fit; the message names the step.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Limit);
        try
        {
            await Task.WhenAll(
                ReplaceAsync(limited.Token),
                CreateAfterDeleteAsync(limited.Token),
                CreateAtOnceAsync(limited.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new BintrayException(
                BintrayException.Unavailable,
                $"BTP4091: the bucket {store.Place} could not be used: trying it out took more than {Limit.TotalSeconds:0} s", late);
        }
        finally
        {
            await RemoveAsync().ConfigureAwait(false);
        }
    }

    private async Task ReplaceAsync(CancellationToken cancellation)
    {
        var key = NewKey("record");
        var tag = await store.PutIfAbsentAsync(key, Value(1), cancellation).ConfigureAwait(false)
            ?? throw Refused("create", "an object that is not there could not be created");
        if (await store.PutIfAbsentAsync(key, Value(2), cancellation).ConfigureAwait(false) is not null)
        {
            throw Refused("create twice", "an object that was there already was overwritten");
        }

        if (await store.ReplaceAsync(key, WrongTag, Value(3), cancellation).ConfigureAwait(false) is not null)
        {
            throw Refused("replace with a wrong tag", "an object that had changed was overwritten");
        }

        if (await store.ReplaceAsync(NewKey("missing"), WrongTag, Value(4), cancellation).ConfigureAwait(false) is not null)
        {
            throw Refused("replace a missing object", "an object that is not there was 'replaced'");
        }

        var last = Value(5);
        // By the protocol a tag is sent as it came, in quotes. Some engines compare without.
        if (await store.ReplaceAsync(key, tag, last, cancellation).ConfigureAwait(false) is null)
        {
            if (!store.TryOtherTags() || await store.ReplaceAsync(key, tag, last, cancellation).ConfigureAwait(false) is null)
            {
                throw Refused("replace", "an object that had not changed could not be replaced");
            }
        }

        if (await store.GetAsync(key, cancellation).ConfigureAwait(false) is not { } read || !read.Value.AsSpan().SequenceEqual(last))
        {
            throw Refused("read back", "what was written last is not what is read");
        }

        // What is kept in memory is believed on this answer alone.
        IConditionalReads reads = store;
        if (await reads.GetIfChangedAsync(key, new StoredObject([], tag), cancellation).ConfigureAwait(false) is not { } changed
            || !changed.Value.AsSpan().SequenceEqual(last))
        {
            throw Refused("read if changed", "an object that had changed was said to be the same");
        }
    }

    private async Task CreateAfterDeleteAsync(CancellationToken cancellation)
    {
        var key = NewKey("again");
        await store.PutIfAbsentAsync(key, Value(1), cancellation).ConfigureAwait(false);
        await store.DeleteAsync(key, cancellation).ConfigureAwait(false);
        if (await store.GetAsync(key, cancellation).ConfigureAwait(false) is not null)
        {
            throw Refused("delete", "an object that was deleted is still there");
        }

        if (await store.PutIfAbsentAsync(key, Value(2), cancellation).ConfigureAwait(false) is null)
        {
            throw Refused("create after delete", "an object that was deleted could not be created again");
        }
    }

    private async Task CreateAtOnceAsync(CancellationToken cancellation)
    {
        for (var round = 1; round <= Rounds; round++)
        {
            var key = NewKey($"round-{round}");
            var answers = await Task.WhenAll(Enumerable.Range(1, Writers).Select(
                writer => store.PutIfAbsentAsync(key, Value(writer), cancellation))).ConfigureAwait(false);
            if (answers.Count(tag => tag is not null) is var winners and not 1)
            {
                throw Refused(
                    "create at once", $"of {Writers} writers that created one object at the same moment {winners} were told that they did");
            }
        }
    }

    private string NewKey(string name)
    {
        lock (_written)
        {
            _written.Add(_prefix + name);
        }

        return _prefix + name;
    }

    private static byte[] Value(int number) => Encoding.UTF8.GetBytes($"{number}: {Guid.NewGuid()}");

    private BintrayException Refused(string step, string what) => new(
        BintrayException.Unavailable,
        $"BTP4092: the engine of the bucket {store.Place} is not fit: in the step '{step}' {what}. Writers would lose each other's "
            + "work there; use an engine that keeps If-None-Match and If-Match");

    private async Task RemoveAsync()
    {
        try
        {
            await Task.WhenAll(_written.Select(key => store.DeleteAsync(key, CancellationToken.None))).ConfigureAwait(false);
        }
        catch (BintrayException)
        {
            // A sweep finds them; what the probe has found counts.
        }
    }
}
