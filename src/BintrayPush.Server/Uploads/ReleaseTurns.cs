using BintrayPush.Server.Http;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Uploads;

/// <summary>
/// Who stages, moves, drops or promotes waits for a turn: one file waits in one place, so what one call has found another must not change
/// before the first has written. One turn for a subject, because a group may hold packages of several of its repositories. Bodies are read
/// before: nobody who sends slowly holds up others.
/// </summary>
/// <remarks>
/// In a folder the turn is a lock that all servers on it know, and that ends with its process. In a bucket it holds for the calls of one
/// server: what those of others do at the same moment is found afterwards.
/// </remarks>
internal sealed class ReleaseTurns(IPrivateFiles files)
{
    /// <summary>Waits for the turn; to be disposed of when all is written.</summary>
    /// <exception cref="BintrayException">503: others take too long.</exception>
    public async Task<IDisposable> TakeAsync(Call call)
    {
        try
        {
            return await files.LockAsync($"user/staging-{call.Subject}", call.Cancellation);
        }
        catch (BintrayException busy) when (busy.Status == BintrayException.Unavailable)
        {
            throw new BintrayException(
                BintrayException.Unavailable, $"others stage or promote packages of '{call.Subject}', and take too long; try again", busy);
        }
    }

    /// <summary>A call that has nothing to read first.</summary>
    public Func<Call, Task> Of(Func<Call, Task> work) => async call =>
    {
        using var turn = await TakeAsync(call);
        await work(call);
    };
}
