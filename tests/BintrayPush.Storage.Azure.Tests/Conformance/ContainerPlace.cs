using BintrayPush.BucketConformance;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Azure.Tests.Conformance;

/// <summary>A prefix of its own for each test, in the container of the run.</summary>
public sealed class ContainerPlace : StorePlace
{
    protected override Task<IObjectStore> OpenStoreAsync() => Task.FromResult<IObjectStore>(AzuriteNode.Open());
}
