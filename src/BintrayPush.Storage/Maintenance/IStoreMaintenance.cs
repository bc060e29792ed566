namespace BintrayPush.Storage.Maintenance;

/// <summary>
/// What is done to a store from outside of a server, also while one works on it. It is not opened for this: opening makes what is missing
/// and finishes what was cut off, and who looks for damage must find the store as it is.
/// </summary>
public interface IStoreMaintenance
{
    /// <summary>Reads everything back.</summary>
    /// <param name="repair">Whether to mend what can be mended; without it nothing is written at all.</param>
    /// <param name="found">Told of each finding at once.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <exception cref="BintrayException">503: the store cannot be read at all.</exception>
    Task<StoreCheckResult> CheckAsync(bool repair, Action<StoreFinding> found, CancellationToken cancellation);

    /// <summary>Clears away what nothing refers to any longer. A dry run writes nothing at all.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends the sweep; whatever is left is found by the next one.</param>
    /// <exception cref="BintrayException">
    /// 503: there is no store, it cannot be read or written, or a record in it is damaged or missing: then nothing is deleted.
    /// </exception>
    Task<SweepReport> SweepAsync(SweepOptions options, CancellationToken cancellation);

    /// <summary>Copies the store and reads the copy back.</summary>
    /// <param name="target">A folder that is empty or not there.</param>
    /// <param name="found">Told of what the reading of the copy finds.</param>
    /// <param name="cancellation">Ends the work; an unfinished copy stays, to be deleted.</param>
    /// <exception cref="BintrayException">503: the store or the copy cannot be read or written. 409: the target is not empty.</exception>
    Task<StoreCheckResult> CopyAsync(string target, Action<StoreFinding> found, CancellationToken cancellation);
}
