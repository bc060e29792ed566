namespace BintrayPush.Api.Http.Secrets;

/// <summary>
/// Signs in at a service when a key is needed, and again when it runs out: nobody gave one. Who waits for a key waits no longer than one
/// call may take.
/// </summary>
public interface ISignIn
{
    /// <summary>The key that is there, fresh or not; <see langword="null"/> before the first sign-in.</summary>
    Credentials? Current { get; }

    /// <summary>A key that lasts for the next call: the one that is there, or a new one.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Failures.BintrayException">No key is given.</exception>
    Task<Credentials> GetAsync(CancellationToken cancellation);

    /// <summary>A key in place of one that the service does not take.</summary>
    /// <param name="refused">The key that was refused; <see langword="null"/> if the call was made without one.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Failures.BintrayException">No other key is given.</exception>
    Task<Credentials> ReplaceAsync(Credentials? refused, CancellationToken cancellation);
}
