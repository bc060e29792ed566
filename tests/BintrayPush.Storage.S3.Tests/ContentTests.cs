using BintrayPush.BucketConformance;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.S3.Tests;

[TestClass]
public sealed class ContentTests : BucketContentsConformance
{
    protected override async Task<IObjectStore> OpenStoreAsync() => await CephNode.OpenAsync();
}
