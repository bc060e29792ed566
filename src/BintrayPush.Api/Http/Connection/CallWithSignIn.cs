using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Secrets;

namespace BintrayPush.Api.Http.Connection;

/// <summary>One call of somebody who has no key yet, or one that runs out.</summary>
/// <param name="signIn">Gets keys.</param>
/// <param name="request">The call.</param>
internal sealed class CallWithSignIn(ISignIn signIn, HttpRequestMessage request)
{
    /// <summary>Makes it; once more, if it is refused for want of a key that counts.</summary>
    /// <param name="content">What is sent, if it can be read only once.</param>
    /// <param name="call">Makes it with a key, or without.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<HttpAnswer> RunAsync(
        WatchedContent? content, Func<Credentials?, Task<HttpAnswer>> call, CancellationToken cancellation)
    {
        using var _ = request;

        // What everybody may read needs no key; who changes something is somebody.
        var isQuestion = request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;
        var key = isQuestion && signIn.Current is null ? null : await signIn.GetAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await call(key).ConfigureAwait(false);
        }
        catch (BintrayException refusal) when (refusal is { Status: BintrayException.Unauthorized, Failure: CallFailure.None })
        {
            key = await signIn.ReplaceAsync(key, cancellation).ConfigureAwait(false);
        }

        // Who sends it can read it from its beginning again, and does after a failure that may pass.
        return content?.HasBegun == true
            ? throw new BintrayException(BintrayException.NoAnswer, "the key had run out when the content was sent; there is a new one")
            : await call(key).ConfigureAwait(false);
    }
}
