using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Model;

namespace BintrayPush.Api.Http.SignIn;

/// <summary>Where a build gets the tokens that say which build it is (JSON Web Tokens of OpenID Connect).</summary>
internal abstract class IdentitySource
{
    /// <summary>What of it is to be shown in words, as "the identity token of ...".</summary>
    public abstract string Words { get; }

    /// <summary>Whether it gives another token whenever it is asked; a server takes each once.</summary>
    public virtual bool IsRenewable => true;

    /// <summary>Gets a token.</summary>
    /// <param name="audience">For whom, where that can be said.</param>
    /// <param name="limits">How long it may take.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="BintrayException">There is none.</exception>
    public abstract Task<Secret> GetAsync(string audience, HttpLimits limits, CancellationToken cancellation);

    /// <summary>
    /// Whether it speaks for the same build as another one. A process of MSBuild may live longer than a build, and the next one may be
    /// somebody else's.
    /// </summary>
    /// <param name="other">The other one.</param>
    public abstract bool IsSameAs(IdentitySource other);

    /// <summary>A failure for which asking again does not help.</summary>
    protected static BintrayException Refusal(CallFailure failure, string words, Exception? cause = null) =>
        new(BintrayException.Unauthorized, words, cause) { Failure = failure };
}
