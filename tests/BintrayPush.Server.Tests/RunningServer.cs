using System.Net.Http.Headers;
using System.Text;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Server.Hosting;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Store;
using BintrayPush.Server.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace BintrayPush.Server.Tests;

/// <summary>A real server on a port of its own over a folder of its own, with one admin of the subject acme.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    public const string Admin = "joe";

    private readonly WebApplication _app;
    private readonly bool _ownsFolder;

    private RunningServer(WebApplication app, string folder, bool ownsFolder, string key, RecordedLog log)
    {
        _app = app;
        _ownsFolder = ownsFolder;
        Folder = folder;
        Key = key;
        Log = log;
        Url = new Uri(app.Urls.Single() + "/");
        Http = new HttpClient { BaseAddress = Url };
        Http.DefaultRequestHeaders.Authorization = BasicOf(Admin, key);
        Anonymous = new HttpClient { BaseAddress = Url };
    }

    public string Folder { get; }

    public string Key { get; }

    public RecordedLog Log { get; }

    public Uri Url { get; }

    /// <summary>Logged in as the admin.</summary>
    public HttpClient Http { get; }

    public HttpClient Anonymous { get; }

    public static async Task<RunningServer> StartAsync(Func<ServerSettings, ServerSettings>? change = null, string? folder = null)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("bintray-server-").FullName;
        var key = AddUser(data, Admin, ("acme", Role.Admin));
        var settings = new ServerSettings { Data = data, Urls = "http://127.0.0.1:0", ShutdownTimeout = TimeSpan.FromSeconds(20) };
        var log = new RecordedLog();
        var app = await ServerHost.BuildAsync(
            change?.Invoke(settings) ?? settings, logging => logging.AddProvider(log), CancellationToken.None);
        await app.StartAsync();
        return new RunningServer(app, data, folder is null, key, log);
    }

    /// <summary>With the repository acme/tools and the package lib in it.</summary>
    public static async Task<RunningServer> StartWithPackageAsync(Func<ServerSettings, ServerSettings>? change = null)
    {
        var server = await StartAsync(change);
        Assert.AreEqual(201, (await server.SendAsync("POST", "repos/acme/tools", "{}")).Status);
        Assert.AreEqual(201, (await server.SendAsync("POST", "packages/acme/tools", """{"name":"lib"}""")).Status);
        return server;
    }

    public static string AddUser(string data, string name, params (string Subject, Role Role)[] roles)
    {
        var key = KeyHash.NewKey();
        AddUser(data, name, key, roles);
        return key;
    }

    public static void AddUser(string data, string name, string key, params (string Subject, Role Role)[] roles) =>
        new UserRecords(new PrivateFolder(data)).WriteAsync(new UserRecord
        {
            Name = name,
            Key = KeyHash.Of(key),
            Created = DateTimeOffset.UtcNow,
            Roles = roles.ToDictionary(role => role.Subject, role => role.Role),
        }, CancellationToken.None).GetAwaiter().GetResult();

    public static AuthenticationHeaderValue BasicOf(string user, string key) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{key}")));

    public HttpClient As(string user, params (string Subject, Role Role)[] roles)
    {
        var http = new HttpClient { BaseAddress = Url };
        http.DefaultRequestHeaders.Authorization = BasicOf(user, AddUser(Folder, user, roles));
        return http;
    }

    /// <summary>A request as the admin, and what came back.</summary>
    public Task<Reply> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        Http.SendAsync(method, path, body, headers);

    /// <summary>The admin's client of this service.</summary>
    public BintrayHttpClient OpenClient()
    {
        Assert.IsTrue(ServiceUrl.TryParse(Url.AbsoluteUri, out var url, out _));
        return BintrayHttpClient.Open(url, downloads: null, new Credentials(Admin, new Secret(Key)), new HttpLimits());
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Anonymous.Dispose();
        await _app.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
