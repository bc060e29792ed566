using BintrayPush.Cli.Messages;
using BintrayPush.Destinations;
using BintrayPush.Places;
using BintrayPush.Storage;
using BintrayPush.Storage.S3;

namespace BintrayPush.Cli.Places;

/// <summary>Buckets as destinations. They have no plain files: what is published there is shown by a server over the bucket.</summary>
internal sealed class Buckets : IBuckets
{
    /// <summary>No object has this key; to ask for it shows whether the bucket can be read.</summary>
    private const string Nothing = "tmp/probe/nothing";

    public ChosenPlace.Bucket? Choose(string address, PlaceReader reader)
    {
        try
        {
            return new ChosenPlace.Bucket(S3Location.Parse(address).Address);
        }
        catch (BintrayException wrong)
        {
            reader.Add(BucketComplaints.AddressWrong(wrong));
            return null;
        }
    }

    public async Task<OpenDestination> OpenAsync(
        ChosenPlace.Bucket bucket, bool isReadOnly, RepositoryOptions options, CancellationToken cancellation)
    {
        var store = S3ObjectStore.OpenForReading(S3Location.Parse(bucket.Address));
        try
        {
            // First, because it says more of what is wrong than a look whose writes fail, and tries nothing for long.
            await store.GetAsync(Nothing, cancellation).ConfigureAwait(false);
            if (!isReadOnly)
            {
                await store.ProbeAsync(cancellation).ConfigureAwait(false);
            }

            var repository = isReadOnly
                ? BucketRepository.OpenForReading(store, options.Keys)
                : await BucketRepository.OpenAsync(store, options, cancellation).ConfigureAwait(false);
            var destination = new Destination(repository.Service, bucket.Name, (_, _) => null, (_, _) => null);
            return new OpenDestination(destination, new Closing(store, options.Keys as IDisposable));
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private sealed class Closing(S3ObjectStore store, IDisposable? keys) : IDisposable
    {
        public void Dispose()
        {
            store.Dispose();
            keys?.Dispose();
        }
    }
}
