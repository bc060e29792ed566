using BintrayPush.Storage;

namespace BintrayPush.Places;

/// <summary>Reads the addresses of buckets.</summary>
public interface IBucketAddresses
{
    /// <summary>Reads the address of a bucket; complaints go to the reader.</summary>
    /// <param name="address">What was given; it begins with <c>s3:</c>.</param>
    /// <param name="reader">Gets the complaints.</param>
    ChosenPlace.Bucket? Choose(string address, PlaceReader reader);
}

/// <summary>
/// Opens buckets. What speaks to their engines is large and never loaded into a build, so the program that may load it brings this along.
/// </summary>
public interface IBuckets : IBucketAddresses
{
    /// <summary>Opens a bucket, which has to be there.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="isReadOnly">Whether it is only looked at.</param>
    /// <param name="options">What the repository is given from outside.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="BintrayException">It cannot be used.</exception>
    Task<OpenDestination> OpenAsync(
        ChosenPlace.Bucket bucket, bool isReadOnly, RepositoryOptions options, CancellationToken cancellation);
}
