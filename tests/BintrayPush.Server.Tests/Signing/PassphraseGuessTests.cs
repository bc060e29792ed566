using BintrayPush.Api.Model;
using BintrayPush.Server.Access;
using BintrayPush.Server.Users;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Server.Tests.Signing;

/// <summary>Guessing the passphrase of a key is as slow as guessing an API key.</summary>
[TestClass]
public sealed class PassphraseGuessTests
{
    private const string Passphrase = "correct horse battery";

    [TestMethod]
    public async Task A_caller_may_be_wrong_so_often_and_no_more_whatever_is_called()
    {
        // Each guess takes its time, and the clock stands still.
        var time = new ManualTime();
        await using var server = await RunningServer.StartAsync(settings => settings with { Time = time });
        await server.SendAsync("POST", "repos/acme/tools", """{"gpg_sign_files":true}""");
        await server.SendAsync("POST", "packages/acme/tools", """{"name":"lib"}""");
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "1");
        await server.Keys.AddAsync(
            "acme", KeyPair.Generate(KeyType.Ed25519, "Acme", time.GetUtcNow(), null), new Secret(Passphrase), replace: false, CancellationToken.None);
        using var other = server.As("ann", ("acme", Role.Publish));
        Assert.AreEqual(200, (await AskAsync(server.Http, "GET", "gpg/acme", Passphrase)).Status);
        (string Method, string Path, int Wrong)[] calls =
        [
            ("GET", "gpg/acme", 200),
            ("POST", "gpg/acme/tools/lib/versions/1.0", 400),
            ("PUT", "content/acme/tools/lib/1.0/b", 400),
            ("POST", "content/acme/tools/lib/1.0/publish", 400),
        ];

        for (var i = 0; i < GuessLimit.MaxGuesses; i++)
        {
            var (method, path, wrong) = calls[i % calls.Length];
            Assert.AreEqual(wrong, (await AskAsync(server.Http, method, path, $"guess {i}")).Status, $"{i}");
        }

        foreach (var (method, path, _) in calls)
        {
            var refused = await AskAsync(server.Http, method, path, "one more");
            Assert.AreEqual(429, refused.Status, path);
            Assert.AreEqual("60", refused.Header("Retry-After"));
            StringAssert.Contains(refused.Body, "too many wrong passphrases");
        }

        // The same one again is no other guess. The right one that was known before, and other callers, are not held up.
        Assert.AreEqual(400, (await AskAsync(server.Http, calls[1].Method, calls[1].Path, "guess 0")).Status);
        Assert.AreEqual(200, (await AskAsync(server.Http, "GET", "gpg/acme", Passphrase)).Status);
        Assert.AreEqual(200, (await AskAsync(other, "GET", "gpg/acme", "another guess")).Status);

        time.Advance(GuessLimit.Window);
        Assert.AreEqual(400, (await AskAsync(server.Http, calls[1].Method, calls[1].Path, "one more")).Status);
    }

    private static Task<Reply> AskAsync(HttpClient http, string method, string path, string passphrase) =>
        http.SendAsync(method, path, method == "GET" ? null : "", ("X-GPG-PASSPHRASE", passphrase));
}
