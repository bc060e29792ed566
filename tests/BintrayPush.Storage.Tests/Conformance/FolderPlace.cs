using BintrayPush.Api.Service;
using BintrayPush.Conformance;

namespace BintrayPush.Storage.Tests.Conformance;

/// <summary>A folder of its own for each test.</summary>
public sealed class FolderPlace : IPlace
{
    private readonly TemporaryFolder _folder = new();

    public async Task<IBintray> OpenAsync() => (await FolderRepository.OpenAsync(_folder.Path, CancellationToken.None)).Service;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
