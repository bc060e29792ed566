using BintrayPush.BucketConformance;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.S3.Tests.Races;

[TestClass]
public sealed class StalledWriterTests : StalledWriterConformance
{
    protected override async Task<(IObjectStore First, IObjectStore Second)> OpenTwoAsync()
    {
        var place = CephNode.NewPlace();
        return (
            await S3ObjectStore.OpenAsync(place, TestContext.CancellationToken),
            await S3ObjectStore.OpenAsync(place, TestContext.CancellationToken));
    }
}
