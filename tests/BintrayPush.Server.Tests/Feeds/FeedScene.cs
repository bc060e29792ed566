using System.Net.Http.Json;
using System.Text.Json;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Feed.Tests;
using BintrayPush.Server.Settings;
using BintrayPush.Storage;

namespace BintrayPush.Server.Tests.Feeds;

/// <summary>A server with the NuGet repository acme/nuget, and what tests ask of its feed.</summary>
internal sealed class FeedScene : IAsyncDisposable
{
    private readonly string _indexes;

    private FeedScene(RunningServer server, string indexes)
    {
        Server = server;
        _indexes = indexes;
    }

    public RunningServer Server { get; }

    /// <summary>Where the server keeps its index.</summary>
    public string Index => Path.Combine(_indexes, "one");

    public static async Task<FeedScene> StartAsync(Func<ServerSettings, ServerSettings>? change = null)
    {
        var indexes = Directory.CreateTempSubdirectory("bintray-index-").FullName;
        var server = await RunningServer.StartAsync(
            settings => (change?.Invoke(settings) ?? settings) with { Index = Path.Combine(indexes, "one") });
        Assert.AreEqual(201, (await server.SendAsync("POST", "repos/acme/nuget", """{"type":"nuget"}""")).Status);
        return new FeedScene(server, indexes);
    }

    /// <summary>Another server over the same data, with an index of its own.</summary>
    public Task<RunningServer> StartAnotherAsync(string index) => RunningServer.StartAsync(
        settings => settings with { Index = Path.Combine(_indexes, index) }, Server.Folder, ServerUsers.Admin, Server.Key);

    /// <summary>Uploads a package as any client of Bintray's protocol does.</summary>
    public async Task UploadAsync(Nupkg package, bool publish = true)
    {
        var (id, version) = (package.Package.Package.Id, package.Package.Package.Version);
        await Server.SendAsync("POST", "packages/acme/nuget", $$"""{"name":"{{id}}"}""");
        using var content = new ByteArrayContent(package.Bytes);
        using var answer = await Server.Http.PutAsync(
            $"content/acme/nuget/{id}/{version}/{package.Package.Path}?publish={(publish ? 1 : 0)}", content);
        Assert.AreEqual(201, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Publishes any bytes in acme/nuget as a push into the folder does: the server would look at them.</summary>
    public static async Task PublishInFolderAsync(string folder, string package, string version, string path, byte[] bytes)
    {
        var repository = await FolderRepository.OpenAsync(folder, CancellationToken.None);
        using var content = new MemoryStream(bytes);
        var upload = new UploadRequest
        {
            Version = VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("acme", "nuget"), package), version),
            Path = RepositoryPath.Of(path),
            Publish = true,
        };
        await repository.Service.UploadAsync(upload, content, CancellationToken.None);
    }

    /// <summary>Pushes a package as NuGet's clients do.</summary>
    public async Task<(int Status, string? Reason)> PushAsync(Nupkg package, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "nuget/acme/nuget/v3/package");
        request.Headers.Add("X-NuGet-ApiKey", key ?? $"{ServerUsers.Admin}:{Server.Key}");
        request.Content = new MultipartFormDataContent { { new ByteArrayContent(package.Bytes), "package", "package.nupkg" } };
        using var answer = await Server.Anonymous.SendAsync(request);
        return ((int)answer.StatusCode, answer.ReasonPhrase);
    }

    /// <summary>The versions of an id, one after the other; nothing if it is not there.</summary>
    public Task<string> VersionsAsync(string id) => VersionsAsync(Server.Anonymous, id);

    /// <inheritdoc cref="VersionsAsync(string)"/>
    public static async Task<string> VersionsAsync(HttpClient http, string id)
    {
        using var answer = await http.GetAsync($"nuget/acme/nuget/v3/flat/{id.ToLowerInvariant()}/index.json");
        if ((int)answer.StatusCode == 404)
        {
            return "";
        }

        using var json = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonDocument>();
        return string.Join(' ', json!.RootElement.GetProperty("versions").EnumerateArray().Select(version => version.GetString()));
    }

    /// <summary>The ids that a search finds, one after the other.</summary>
    public async Task<string> SearchAsync(string query)
    {
        using var answer = await Server.Anonymous.GetAsync($"nuget/acme/nuget/v3/search?{query}");
        using var json = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonDocument>();
        return string.Join(' ', json!.RootElement.GetProperty("data").EnumerateArray()
            .Select(package => $"{package.GetProperty("id").GetString()}/{package.GetProperty("version").GetString()}"));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_indexes, recursive: true);
    }
}
