using System.Collections.Concurrent;
using BintrayPush.Signing.Keys;

namespace BintrayPush.Signing.Tests;

internal sealed class MemoryKeyFiles : IKeyFiles
{
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellation) => Task.FromResult(Files.GetValueOrDefault(name));

    public Task WriteAsync(string name, byte[] content, CancellationToken cancellation)
    {
        Files[name] = content;
        return Task.CompletedTask;
    }

    /// <summary>No two change keys at one moment here.</summary>
    public Task<IDisposable> LockAsync(string name, CancellationToken cancellation) =>
        Task.FromResult<IDisposable>(new MemoryStream());

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([.. Files.Keys]);
}
