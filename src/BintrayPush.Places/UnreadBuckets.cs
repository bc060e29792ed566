namespace BintrayPush.Places;

/// <summary>
/// Takes the address of a bucket as it was given, where another program reads it: a build, in which nothing is loaded that knows engines.
/// </summary>
public sealed class UnreadBuckets : IBucketAddresses
{
    /// <inheritdoc/>
    public ChosenPlace.Bucket? Choose(string address, PlaceReader reader)
    {
        if (address.IndexOf('@') >= 0)
        {
            reader.Add(PlaceProblems.CredentialsOfBucket(reader.Url));
            return null;
        }

        // Until it has been read, what stands behind the bucket may be anything.
        return new ChosenPlace.Bucket(address, address.Split('?')[0]);
    }
}
