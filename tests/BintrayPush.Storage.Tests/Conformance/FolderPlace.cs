using BintrayPush.Api.Service;
using BintrayPush.Conformance;
using BintrayPush.Formats.Debian;
using BintrayPush.Signing.Keys;

namespace BintrayPush.Storage.Tests.Conformance;

/// <summary>A folder of its own for each test.</summary>
public sealed class FolderPlace : IPlace
{
    private readonly TemporaryFolder _folder = new();

    private readonly MemoryKeyFiles _keys = new();

    public SubjectKeys Keys => _keys.Keys;

    public async Task<IBintray> OpenAsync()
    {
        var options = new RepositoryOptions { DebReader = new DebReader(), Keys = Keys };
        return (await FolderRepository.OpenAsync(_folder.Path, options, CancellationToken.None)).Service;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        _keys.Dispose();
        return ValueTask.CompletedTask;
    }
}
