using BintrayPush.Storage.Store;
using BintrayPush.Storage.Tests.Interleaving;

namespace BintrayPush.Storage.Tests.Copying;

/// <summary>A server's own records in memory.</summary>
internal sealed class MemoryFiles(MemoryStore store) : IPrivateFiles
{
    public async Task<PrivateFile?> FindAsync(string key, CancellationToken cancellation) =>
        await store.GetAsync(key, cancellation) is { } found ? new PrivateFile(key, found.Tag) : null;

    public async Task<IReadOnlyList<PrivateFile>> ListAsync(string folder, CancellationToken cancellation) =>
        [.. (await store.ListAsync(folder + "/", cancellation)).Select(key => new PrivateFile(key, ""))];

    public async Task<byte[]?> ReadAsync(string key, CancellationToken cancellation) => (await store.GetAsync(key, cancellation))?.Value;

    public Task WriteAsync(string key, byte[] content, CancellationToken cancellation)
    {
        store.Damage(key, content);
        return Task.CompletedTask;
    }

    public async Task<bool> TryCreateAsync(string key, byte[] content, CancellationToken cancellation) =>
        await store.PutIfAbsentAsync(key, content, cancellation) is not null;

    public Task<IDisposable> LockAsync(string key, CancellationToken cancellation) => Task.FromResult<IDisposable>(new MemoryStream());

    public IReadOnlyList<string> LockOrder(IReadOnlyCollection<string> keys) => [.. keys.Distinct()];

    public Task DeleteAsync(string key, CancellationToken cancellation) => store.DeleteAsync(key, cancellation);
}
