using System.Text.Json;
using BintrayPush.Feed.Tests;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Tests.Feeds;

namespace BintrayPush.Server.Tests.Staging;

/// <summary>A server with a feed, and what clients of NuGet's staging protocol send to it, as the contract has it.</summary>
internal sealed class StagingScene : IAsyncDisposable
{
    private const string Root = "nuget/acme/nuget/v3/staging";

    private StagingScene(FeedScene feed) => Feed = feed;

    public FeedScene Feed { get; }

    public RunningServer Server => Feed.Server;

    public string Key => $"{ServerUsers.Admin}:{Server.Key}";

    public static async Task<StagingScene> StartAsync(Func<ServerSettings, ServerSettings>? change = null) =>
        new(await FeedScene.StartAsync(change));

    /// <summary>Stages a package.</summary>
    public Task<Reply> StageAsync(byte[] package, string? group = null, string? key = null, string kind = "package") =>
        StageAsync(Server.Anonymous, package, group, key ?? Key, kind);

    /// <summary>Stages a package on another server, or as somebody else.</summary>
    public static async Task<Reply> StageAsync(HttpClient http, byte[] package, string? group, string? key, string kind = "package")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Root}/{kind}");
        if (key is not null)
        {
            request.Headers.Add("X-NuGet-ApiKey", key);
        }

        var form = new MultipartFormDataContent { { new ByteArrayContent(package), kind, "anything.zip" } };
        if (group is not null)
        {
            form.Add(new StringContent(group), "groupId");
        }

        request.Content = form;
        return await http.ReplyAsync(request);
    }

    /// <summary>Stages a package that has to be taken, and gives what is answered of it.</summary>
    public async Task<JsonElement> StagedAsync(Nupkg package, string? group = null)
    {
        var reply = await StageAsync(package.Bytes, group);
        Assert.AreEqual(201, reply.Status, reply.Body);
        return reply.Json;
    }

    /// <summary>A call with the key of the admin.</summary>
    public Task<Reply> CallAsync(string method, string path, string? body = null) => CallAsync(method, path, body, Key);

    /// <summary>A call with any key, or none.</summary>
    public Task<Reply> CallAsync(string method, string path, string? body, string? key) => Server.Anonymous.SendAsync(
        method, $"{Root}/{path}", body, key is null ? [] : [("X-NuGet-ApiKey", key)]);

    /// <summary>Reads the feed of a group.</summary>
    public Task<Reply> ReadAsync(string group, string path, string? key) => Server.Anonymous.SendAsync(
        "GET", $"nuget/acme/nuget/staged/{group}/v3/{path}", null, key is null ? [] : [("X-NuGet-ApiKey", key)]);

    /// <summary>The members of a group, one after the other, each with how far it is.</summary>
    public async Task<string> MembersAsync(string group)
    {
        var reply = await CallAsync("GET", $"groups/{group}");
        return reply.Status == 404 ? "none" : ItemsOf(reply);
    }

    /// <summary>The items of a page.</summary>
    public static string ItemsOf(Reply page) => string.Join(' ', page.Json.GetProperty("items").EnumerateArray().Select(item =>
        $"{item.GetProperty("kind").GetString()}:{item.GetProperty("id").GetString()}/{item.GetProperty("version").GetString()}"
            + $":{item.GetProperty("status").GetString()}"));

    /// <summary>The code of a refusal.</summary>
    public static string? CodeOf(Reply refusal) => refusal.Json.GetProperty("error").GetProperty("code").GetString();

    public ValueTask DisposeAsync() => Feed.DisposeAsync();
}
