using BintrayPush.Signing.Keys;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Store;

/// <summary>The keys of the subjects among the private files: <c>key/&lt;subject&gt;.json</c>.</summary>
internal sealed class PrivateKeyFiles(IPrivateFiles files) : IKeyFiles
{
    private const string Folder = "key";

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellation) => files.ReadAsync($"{Folder}/{name}", cancellation);

    public Task WriteAsync(string name, byte[] content, CancellationToken cancellation) =>
        files.WriteAsync($"{Folder}/{name}", content, cancellation);

    public Task<IDisposable> LockAsync(string name, CancellationToken cancellation) => files.LockAsync($"{Folder}/{name}", cancellation);

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation) =>
        [.. (await files.ListAsync(Folder, cancellation)).Select(file => file.Key[(Folder.Length + 1)..])];
}
