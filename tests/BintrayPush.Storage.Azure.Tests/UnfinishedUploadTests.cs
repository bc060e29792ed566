using BintrayPush.BucketConformance;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Azure.Tests;

[TestClass]
public sealed class UnfinishedUploadTests : UnfinishedUploadConformance
{
    protected override Task<(IObjectStore First, IObjectStore Second)> OpenTwoAsync()
    {
        var place = AzuriteNode.NewPlace();
        return Task.FromResult<(IObjectStore, IObjectStore)>(
            (AzureObjectStore.OpenForReading(place), AzureObjectStore.OpenForReading(place)));
    }
}
