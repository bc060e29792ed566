using System.Collections.Concurrent;
using BintrayPush.Signing.Keys;

namespace BintrayPush.Conformance;

/// <summary>Keys in memory; that of the installation is a file that vanishes with them.</summary>
public sealed class MemoryKeyFiles : IKeyFiles, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bintray-keys-").FullName;

    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    public SubjectKeys Keys => new(this, new InstallationKey(Path.Combine(_folder, "installation.key")), TimeProvider.System);

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

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
