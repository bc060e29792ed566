using System.Net;
using System.Net.Http.Headers;
using BintrayPush.Feed.Tests;

namespace BintrayPush.Server.Tests.Feeds;

/// <summary>What a client of a feed has already is not sent again.</summary>
[TestClass]
public sealed class KnownDocumentTests
{
    private const string Feed = "nuget/acme/nuget/v3";

    [TestMethod]
    [DataRow("index.json", false)]
    [DataRow("search?q=lib", true)]
    [DataRow("autocomplete?id=acme.lib", true)]
    [DataRow("flat/acme.lib/index.json", true)]
    [DataRow("registration-semver2/acme.lib/index.json", true)]
    [DataRow("flat/acme.lib/1.0.0/acme.lib.nuspec", false)]
    [DataRow("flat/acme.lib/1.0.0/readme", false)]
    public async Task A_document_that_has_not_changed_is_not_sent_again(string path, bool changes)
    {
        await using var scene = await FeedScene.StartAsync();
        await scene.UploadAsync(Nupkg.Make("Acme.Lib", "1.0.0", "<readme>r.md</readme>", ("r.md", "read me"), ("lib/netstandard2.0/_._", "")));
        var (_, tag) = await AskAsync(scene, path, known: null);
        Assert.IsNotNull(tag);

        Assert.AreEqual((HttpStatusCode.NotModified, tag), await AskAsync(scene, path, tag));
        Assert.AreEqual((HttpStatusCode.OK, tag), await AskAsync(scene, path, new EntityTagHeaderValue("\"other\"")));

        await scene.UploadAsync(Nupkg.Make("Acme.Lib", "2.0.0"));
        Assert.AreEqual(changes ? HttpStatusCode.OK : HttpStatusCode.NotModified, (await AskAsync(scene, path, tag)).Status);
    }

    private static async Task<(HttpStatusCode Status, EntityTagHeaderValue? Tag)> AskAsync(
        FeedScene scene, string path, EntityTagHeaderValue? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Feed}/{path}");
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        using var answer = await scene.Server.Anonymous.SendAsync(request);
        var length = (await answer.Content.ReadAsByteArrayAsync()).Length;
        Assert.AreEqual(answer.StatusCode == HttpStatusCode.NotModified, length == 0);
        Assert.AreEqual("no-cache", answer.Headers.CacheControl?.ToString());
        return (answer.StatusCode, answer.Headers.ETag);
    }
}
