using BintrayPush.Api.Service;
using BintrayPush.Conformance;
using BintrayPush.Formats.Debian;
using BintrayPush.Signing.Keys;
using BintrayPush.Storage.Store;
using BintrayPush.Storage.Tests.Interleaving;

namespace BintrayPush.Storage.Tests.Conformance;

/// <summary>Objects in memory, without plain files: the service over a bucket, as far as the service is concerned.</summary>
public sealed class MemoryPlace : IPlace
{
    private readonly MemoryKeyFiles _keys = new();

    public SubjectKeys Keys => _keys.Keys;

    public Task<IBintray> OpenAsync() => Task.FromResult<IBintray>(
        new ObjectStoreBintray(
            new MemoryStore(), viewFiles: null, new StorageEnvironment { DebReader = new DebReader(), Keys = Keys }));

    public ValueTask DisposeAsync()
    {
        _keys.Dispose();
        return ValueTask.CompletedTask;
    }
}
