using BintrayPush.Api.Http;
using BintrayPush.Api.Service;
using BintrayPush.Conformance;
using BintrayPush.Server.Users;
using BintrayPush.Signing.Keys;

namespace BintrayPush.Server.Tests.Conformance;

/// <summary>The service at the other end of the wire: client, server, folder.</summary>
public sealed class ServerPlace : IPlace
{
    private RunningServer? _server;
    private BintrayHttpClient? _client;

    public SubjectKeys Keys => _server!.Keys;

    public async Task<IBintray> OpenAsync()
    {
        _server = await RunningServer.StartAsync();
        ServerUsers.Add(_server.Folder, ServerUsers.Admin, _server.Key, ("acme", Role.Admin), ("acme2", Role.Admin));
        return _client = _server.OpenClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
