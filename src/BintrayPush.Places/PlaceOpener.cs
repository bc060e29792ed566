using BintrayPush.Api.Service;
using BintrayPush.Retry;
using BintrayPush.Storage;

namespace BintrayPush.Places;

/// <summary>
/// Opens a place as a destination. A further kind of place is added here and in <see cref="ChosenPlace"/>; if it is spoken to by settings
/// of its own, as a service is by <see cref="ConnectionSettings"/>, the front ends must read them too.
/// </summary>
public static class PlaceOpener
{
    /// <summary>Opens a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="connection">How it is spoken to, if it is a service.</param>
    /// <param name="readOnly">Whether it is only looked at.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <param name="options">What a folder or a bucket is given from outside.</param>
    /// <param name="buckets">What opens a bucket, if it may be one.</param>
    /// <exception cref="BintrayException">The folder or the bucket cannot be used.</exception>
    public static async Task<OpenDestination> OpenAsync(
        ChosenPlace place,
        ConnectionSettings? connection,
        bool readOnly,
        CancellationToken cancellation,
        RepositoryOptions? options = null,
        IBuckets? buckets = null) => place switch
        {
            ChosenPlace.Service service => ServiceDestination.Open(service.Url, connection!),
            ChosenPlace.Folder folder => await FolderDestination.OpenAsync(
                folder.Path, readOnly, options ?? new RepositoryOptions(), cancellation).ConfigureAwait(false),
            ChosenPlace.Bucket bucket when buckets is not null => await buckets.OpenAsync(
                bucket, readOnly, options ?? new RepositoryOptions(), cancellation).ConfigureAwait(false),
            _ => throw new InvalidOperationException("Unknown kind of place."),
        };

    /// <summary>Opens a place in a build, which gives a folder what the program of its package does for it.</summary>
    /// <param name="place">The place.</param>
    /// <param name="connection">How it is spoken to, if it is a service.</param>
    /// <param name="readOnly">Whether it is only looked at.</param>
    /// <param name="keys">What a folder signs with; closed with it.</param>
    /// <param name="reader">What reads Debian packages for it.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="BintrayException">The folder cannot be used.</exception>
    public static Task<OpenDestination> OpenAsync(
        ChosenPlace place,
        ConnectionSettings? connection,
        bool readOnly,
        ISubjectKeys? keys,
        IDebReader? reader,
        CancellationToken cancellation) =>
        OpenAsync(place, connection, readOnly, cancellation, new RepositoryOptions { Keys = keys, DebReader = reader });

    /// <summary>How hard a push may work at a place. A service on another machine answers late, and so does an engine.</summary>
    public static PushLimits LimitsFor(ChosenPlace? place) =>
        place is ChosenPlace.Service { Url.Url.IsLoopback: false } or ChosenPlace.Bucket ? PushLimits.FarAway : new PushLimits();
}
