using BintrayPush.BucketConformance;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.S3.Tests.Conformance;

/// <summary>A prefix of its own for each test, in the bucket of the run.</summary>
public sealed class BucketPlace : StorePlace
{
    protected override async Task<IObjectStore> OpenStoreAsync() => await CephNode.OpenAsync();
}
