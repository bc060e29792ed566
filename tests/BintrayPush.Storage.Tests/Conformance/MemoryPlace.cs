using BintrayPush.Api;
using BintrayPush.Conformance;

namespace BintrayPush.Storage.Tests;

/// <summary>Objects in memory, without plain files: the service over a bucket, as far as the service is concerned.</summary>
public sealed class MemoryPlace : IPlace
{
    public Task<IBintray> OpenAsync() => Task.FromResult<IBintray>(new ObjectStoreBintray(new MemoryStore()));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
