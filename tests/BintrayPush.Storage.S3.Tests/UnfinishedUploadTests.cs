using BintrayPush.BucketConformance;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.S3.Tests;

[TestClass]
public sealed class UnfinishedUploadTests : UnfinishedUploadConformance
{
    protected override async Task<(IObjectStore First, IObjectStore Second)> OpenTwoAsync()
    {
        var place = CephNode.NewPlace();
        return (
            await S3ObjectStore.OpenAsync(place, TestContext.CancellationToken),
            await S3ObjectStore.OpenAsync(place, TestContext.CancellationToken));
    }
}
