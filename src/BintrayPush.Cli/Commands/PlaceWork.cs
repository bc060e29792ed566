using BintrayPush.Api.Service;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Output;
using BintrayPush.Cli.Places;
using BintrayPush.Places;
using BintrayPush.Retry;

namespace BintrayPush.Cli.Commands;

/// <summary>Work at a place that is open, made again after failures that may pass.</summary>
internal sealed class PlaceWork(OpenDestination opened, Connection connection, Printer printer)
{
    /// <summary>The service.</summary>
    public IBintray Service => opened.Destination.Service;

    /// <summary>What the place is called.</summary>
    public string Name => connection.Place.Name;

    /// <summary>Shows what is done.</summary>
    public Printer Printer => printer;

    /// <summary>Makes a call, and again after failures that may pass.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="attempt">Makes it once; gets the number of the attempt, from 1.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Its answer.</returns>
    public Task<T> RunAsync<T>(string what, Func<int, Task<T>> attempt, CancellationToken cancellation) =>
        RetriedWork.RunAsync(PlaceOpener.LimitsFor(connection.Place), printer.Tell, what, attempt, cancellation);

    /// <summary>
    /// Does something with each of some items, as many at one time as the place bears, and again after failures that may pass.
    /// </summary>
    /// <param name="items">The items.</param>
    /// <param name="describe">What is done with an item.</param>
    /// <param name="run">Does it once; answers what has failed.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What has failed with each: every one is tried.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<Problem>>> ForEachAsync<T>(
        IReadOnlyList<T> items, Func<T, string> describe, Func<T, Task<IReadOnlyList<Problem>>> run, CancellationToken cancellation)
    {
        var faults = await RetriedWork.RunAsync(
            items,
            PlaceOpener.LimitsFor(connection.Place),
            printer.Tell,
            describe,
            run,
            failure => Complaints.Of(failure, cancellation),
            cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return faults;
    }
}
