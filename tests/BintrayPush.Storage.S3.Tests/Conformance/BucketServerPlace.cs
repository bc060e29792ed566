using BintrayPush.Api.Http;
using BintrayPush.Api.Service;
using BintrayPush.Conformance;
using BintrayPush.Server.Store;
using BintrayPush.Server.Users;
using BintrayPush.Signing.Keys;
using BintrayPush.Testing;

namespace BintrayPush.Storage.S3.Tests.Conformance;

/// <summary>The service at the other end of the wire, over a bucket: client, server, engine.</summary>
public sealed class BucketServerPlace : IPlace
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bintray-bucket-").FullName;
    private string? _address;
    private RunningServer? _server;
    private BintrayHttpClient? _client;

    public SubjectKeys Keys => ServerStores.KeysOf(_address!, new InstallationKey(InstallationKeyFile), TimeProvider.System);

    private string InstallationKeyFile => Path.Combine(_folder, "installation.key");

    public async Task<IBintray> OpenAsync()
    {
        _address = CephNode.NewAddress();
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
        _client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
