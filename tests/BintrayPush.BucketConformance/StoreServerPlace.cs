using BintrayPush.Api.Http;
using BintrayPush.Api.Service;
using BintrayPush.Conformance;
using BintrayPush.Server.Store;
using BintrayPush.Server.Users;
using BintrayPush.Signing.Keys;
using BintrayPush.Testing;

namespace BintrayPush.BucketConformance;

/// <summary>The service at the other end of the wire, over a bucket: client, server, engine.</summary>
public abstract class StoreServerPlace : IPlace
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bintray-bucket-").FullName;
    private string? _address;
    private RunningServer? _server;
    private BintrayHttpClient? _client;

    public SubjectKeys Keys => ServerStores.KeysOf(_address!, new InstallationKey(InstallationKeyFile), TimeProvider.System);

    private string InstallationKeyFile => Path.Combine(_folder, "installation.key");

    /// <summary>A bucket, and a prefix that nobody has used.</summary>
    protected abstract string NewAddress();

    public async Task<IBintray> OpenAsync()
    {
        _address = NewAddress();
        var key = KeyHash.NewKey();
        ServerUsers.Add(_address, ServerUsers.Admin, key, ("acme", Role.Admin), ("acme2", Role.Admin));
        _server = await RunningServer.StartAsync(
            settings => settings with { InstallationKey = InstallationKeyFile, Index = Path.Combine(_folder, "index") },
            _address,
            ServerUsers.Admin,
            key);
        return _client = _server.OpenClient();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
