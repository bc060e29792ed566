using BintrayPush.Api.Service;
using BintrayPush.Conformance;
using BintrayPush.Storage.Tests.Interleaving;

namespace BintrayPush.Storage.Tests.Conformance;

/// <summary>Objects in memory, without plain files: the service over a bucket, as far as the service is concerned.</summary>
public sealed class MemoryPlace : IPlace
{
    public Task<IBintray> OpenAsync() => Task.FromResult<IBintray>(new ObjectStoreBintray(new MemoryStore()));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
