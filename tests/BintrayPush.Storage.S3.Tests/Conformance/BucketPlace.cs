using BintrayPush.Api.Service;
using BintrayPush.Conformance;
using BintrayPush.Formats.Debian;
using BintrayPush.Signing.Keys;

namespace BintrayPush.Storage.S3.Tests.Conformance;

/// <summary>A prefix of its own for each test, in the bucket of the run.</summary>
public sealed class BucketPlace : IPlace
{
    private readonly MemoryKeyFiles _keys = new();
    private S3ObjectStore? _store;

    public SubjectKeys Keys => _keys.Keys;

    public async Task<IBintray> OpenAsync()
    {
        _store = await CephNode.OpenAsync();
        var options = new RepositoryOptions { DebReader = new DebReader(), Keys = Keys };
        return (await BucketRepository.OpenAsync(_store, options, CancellationToken.None)).Service;
    }

    public ValueTask DisposeAsync()
    {
        _store?.Dispose();
        _keys.Dispose();
        return ValueTask.CompletedTask;
    }
}
