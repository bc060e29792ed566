using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Server.Hosting;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Store;
using BintrayPush.Server.Users;
using BintrayPush.Signing.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace BintrayPush.Testing;

/// <summary>
/// The server in the process of the test, which can change its settings and see its log: on a port that the system chose, over a folder of
/// its own, with one admin of the subject acme.
/// </summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _ownsFolder;

    private RunningServer(WebApplication app, string folder, bool ownsFolder, string user, string key, RecordedLog log)
    {
        _app = app;
        _ownsFolder = ownsFolder;
        Folder = folder;
        Key = key;
        Log = log;
        Url = new Uri(app.Urls.Single() + "/");
        Http = ServerUsers.ClientOf(Url, user, key);
        Anonymous = ServerUsers.AnonymousOf(Url);
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>The keys that it signs with.</summary>
    public SubjectKeys Keys => ServerStores.KeysOf(Folder, new InstallationKey(InstallationKeyOf(Folder)), TimeProvider.System);

    /// <summary>The admin's API key.</summary>
    public string Key { get; }

    public RecordedLog Log { get; }

    public Uri Url { get; }

    /// <summary>Logged in as the admin.</summary>
    public HttpClient Http { get; }

    public HttpClient Anonymous { get; }

    /// <summary>With an admin who is added to the folder.</summary>
    /// <param name="change">What is special about the settings.</param>
    /// <param name="folder">The data folder; without one the server has its own, which is gone with it.</param>
    public static Task<RunningServer> StartAsync(Func<ServerSettings, ServerSettings>? change = null, string? folder = null)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("bintray-server-").FullName;
        return HostAsync(change, data, folder is null, ServerUsers.Admin, ServerUsers.AddAdmin(data));
    }

    /// <summary>Over a folder that this does not write to, for a user who is there already.</summary>
    public static Task<RunningServer> StartAsync(
        Func<ServerSettings, ServerSettings> change, string folder, string user, string key) =>
        HostAsync(change, folder, ownsFolder: false, user, key);

    /// <summary>With the repository acme/tools and the package lib in it.</summary>
    public static async Task<RunningServer> StartWithPackageAsync(Func<ServerSettings, ServerSettings>? change = null)
    {
        var server = await StartAsync(change);
        Assert.AreEqual(201, (await server.SendAsync("POST", "repos/acme/tools", "{}")).Status);
        Assert.AreEqual(201, (await server.SendAsync("POST", "packages/acme/tools", """{"name":"lib"}""")).Status);
        return server;
    }

    /// <summary>What the server is put together from.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Logged in as a user who is added.</summary>
    public HttpClient As(string user, params (string Subject, Role Role)[] roles) =>
        ServerUsers.ClientOf(Url, user, ServerUsers.Add(Folder, user, roles));

    /// <summary>A request as the admin, and what came back.</summary>
    public Task<Reply> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        Http.SendAsync(method, path, body, headers);

    /// <summary>The admin's client of this service.</summary>
    public BintrayHttpClient OpenClient()
    {
        Assert.IsTrue(ServiceUrl.TryParse(Url.AbsoluteUri, out var url, out _));
        return BintrayHttpClient.Open(url, downloads: null, new Credentials(ServerUsers.Admin, new Secret(Key)), new HttpLimits());
    }

    /// <summary>Asks it to finish what was begun, and to end.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Anonymous.Dispose();
        await _app.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
            File.Delete(InstallationKeyOf(Folder));
            if (Directory.Exists(IndexOf(Folder)))
            {
                Directory.Delete(IndexOf(Folder), recursive: true);
            }
        }
    }

    private static async Task<RunningServer> HostAsync(
        Func<ServerSettings, ServerSettings>? change, string folder, bool ownsFolder, string user, string key)
    {
        var settings = new ServerSettings
        {
            Data = folder,
            Urls = ServerAddress.Any,
            ShutdownTimeout = TimeSpan.FromSeconds(20),
            InstallationKey = InstallationKeyOf(folder),
            Index = IndexOf(folder),
        };
        var log = new RecordedLog();
        var app = await ServerHost.BuildAsync(
            change?.Invoke(settings) ?? settings, logging => logging.AddProvider(log), CancellationToken.None);
        await app.StartAsync();
        return new RunningServer(app, folder, ownsFolder, user, key, log);
    }

    private static string IndexOf(string folder) => folder.TrimEnd('/') + ".index";

    private static string InstallationKeyOf(string folder) => folder.TrimEnd('/') + ".installation.key";
}
