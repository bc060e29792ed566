using BintrayPush.Feed.Tests;
using BintrayPush.Server.Tests.Feeds;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.FeedPushes;

/// <summary>NuGet's clients send the login of a source and the key of a push side by side: which of the two counts.</summary>
[TestClass]
public sealed class KeyBesideLoginTests
{
    [TestMethod]
    [DataRow("{stage}", 403, DisplayName = "a key that may less than the login")]
    [DataRow("joe:{stage}", 403, DisplayName = "the same with its user")]
    [DataRow("joe:wrong", 401, DisplayName = "a wrong key of a user")]
    [DataRow("acme:{full}", 401, DisplayName = "a key of another user")]
    [DataRow("joe:{full}", 201, DisplayName = "the right key")]
    [DataRow("any text", 201, DisplayName = "what is sent because something must be")]
    [DataRow("az", 201, DisplayName = "the text of another service's instructions")]
    public async Task What_has_the_form_of_a_key_counts_and_any_other_text_does_not(string key, int status)
    {
        await using var scene = await FeedScene.StartAsync();
        var (code, output, error) = await CommandLine.RunAsync(
            "user", "key", "add", "joe", "build", "--scope", "stage", "--data", scene.Server.Folder);
        Assert.AreEqual(0, code, error);
        var stage = output.TrimEnd().Split('\n')[^1].Trim();
        // The key alone is that of the user who is called like the subject.
        ServerUsers.Add(scene.Server.Folder, "acme", stage, ("acme", Role.Stage));
        var sent = key.Replace("{stage}", stage, StringComparison.Ordinal).Replace("{full}", scene.Server.Key, StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Put, "nuget/acme/nuget/v3/package");
        request.Headers.Add("X-NuGet-ApiKey", sent);
        request.Content = new ByteArrayContent(Nupkg.Make("Acme.Lib", "1.0.0").Bytes);
        using var answer = await scene.Server.Http.SendAsync(request);

        Assert.AreEqual(status, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
