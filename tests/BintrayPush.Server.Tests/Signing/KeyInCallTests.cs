using System.Text;
using System.Text.Json;
using BintrayPush.Api.Model;
using BintrayPush.Api.Service;
using BintrayPush.Server.Users;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Server.Tests.Signing;

/// <summary>Protocol reference, section 10: a call to sign may bring its key, or ask for that of another subject.</summary>
[TestClass]
public sealed class KeyInCallTests
{
    private const string Passphrase = "correct horse battery";
    private const string VersionCall = "gpg/acme/tools/lib/versions/1.0";
    private const string FileCall = "gpg/acme/tools/a";

    [TestMethod]
    [DataRow(VersionCall, null, false)]
    [DataRow(VersionCall, Passphrase, false)]
    [DataRow(FileCall, Passphrase, true)]
    public async Task A_private_key_in_the_body_signs_and_leaves_nothing_behind(string path, string? passphrase, bool inHeader)
    {
        await using var server = await StartAsync();
        var pair = Generate("Bob", DateTimeOffset.UtcNow);
        var armoured = pair.Armoured(passphrase is null ? null : new Secret(passphrase));

        await SignAsync("1");
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a?override=1", "2");
        await SignAsync("2");

        Assert.AreEqual(404, (await server.SendAsync("GET", "users/acme/keys/gpg/public.key")).Status);
        var secret = armoured.Split('\n')[4];
        Assert.IsFalse(server.Log.Text.Contains(secret, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(server.Folder, "*", SearchOption.AllDirectories))
        {
            var text = await File.ReadAllTextAsync(file);
            Assert.IsFalse(text.Contains(secret, StringComparison.Ordinal) || text.Contains(Passphrase, StringComparison.Ordinal), file);
        }

        async Task SignAsync(string content)
        {
            var body = JsonSerializer.Serialize(new { private_key = armoured, passphrase = inHeader ? null : passphrase });
            var reply = await server.SendAsync("POST", path, body, inHeader ? [("X-GPG-PASSPHRASE", passphrase!)] : []);
            Assert.AreEqual((200, """{"message":"success"}"""), (reply.Status, reply.Body));
            Assert.AreEqual(SignatureMatch.Good, await CompareAsync(server, pair.Public, content));
        }
    }

    [TestMethod]
    [DataRow("expired", "has expired on 2020-01-03")]
    [DataRow("locked", "protected by a passphrase, and none is given")]
    [DataRow("wrong", "does not open with the passphrase")]
    [DataRow("public", "no private key")]
    [DataRow("cut", "is not well-formed OpenPGP")]
    [DataRow("text", "is not well-formed OpenPGP")]
    public async Task A_private_key_that_would_not_be_kept_does_not_sign_either(string fault, string named)
    {
        await using var server = await StartAsync();
        var pair = Generate("Bob", fault == "expired" ? new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) : DateTimeOffset.UtcNow);
        var armoured = fault switch
        {
            "locked" or "wrong" => pair.Armoured(new Secret(Passphrase)),
            "public" => pair.Public.Armoured(),
            "cut" => pair.Armoured(null)[..300],
            "text" => "nothing",
            _ => pair.Armoured(null),
        };

        var reply = await server.SendAsync(
            "POST", VersionCall, JsonSerializer.Serialize(new { private_key = armoured, passphrase = fault == "wrong" ? "another" : null }));

        Assert.AreEqual(400, reply.Status);
        StringAssert.Contains(reply.Body, named);
        Assert.AreEqual(404, (await server.SendAsync("GET", "dl/acme/tools/a.asc?include_unpublished=1")).Status);
    }

    [TestMethod]
    public async Task A_body_that_is_no_key_but_large_is_not_read()
    {
        await using var server = await StartAsync();

        var reply = await server.SendAsync("POST", VersionCall, JsonSerializer.Serialize(new { private_key = new string('x', 300_000) }));

        Assert.AreEqual(413, reply.Status);
    }

    [TestMethod]
    public async Task The_key_of_another_subject_signs_for_those_who_may_publish_there()
    {
        await using var server = await StartAsync();
        var pair = Generate("Other", DateTimeOffset.UtcNow);
        await server.Keys.AddAsync("other", pair, new Secret(Passphrase), replace: false, CancellationToken.None);
        var body = JsonSerializer.Serialize(new { subject = "other", passphrase = Passphrase });
        using var stranger = server.As("eve", ("acme", Role.Publish), ("other", Role.Read));
        using var publisher = server.As("ann", ("acme", Role.Publish), ("other", Role.Publish));

        Assert.AreEqual(403, (await stranger.SendAsync("POST", VersionCall, body)).Status);
        Assert.AreEqual(400, (await publisher.SendAsync("POST", VersionCall, """{"subject":"other","passphrase":"another"}""")).Status);
        Assert.AreEqual(404, (await server.SendAsync("GET", "dl/acme/tools/a.asc?include_unpublished=1")).Status);

        Assert.AreEqual(200, (await publisher.SendAsync("POST", VersionCall, body)).Status);
        Assert.AreEqual(SignatureMatch.Good, await CompareAsync(server, pair.Public, "1"));
        Assert.AreEqual(
            400,
            (await publisher.SendAsync("POST", "content/acme/tools/lib/1.0/publish", body)).Status,
            "A publish signs with the key that is kept.");
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "1")).Status);
        return server;
    }

    private static KeyPair Generate(string name, DateTimeOffset made) =>
        KeyPair.Generate(KeyType.Ed25519, name, made, TimeSpan.FromDays(2));

    private static async Task<SignatureMatch> CompareAsync(RunningServer server, PublicKey key, string content)
    {
        var signature = await server.SendAsync("GET", "dl/acme/tools/a.asc?include_unpublished=1");
        Assert.AreEqual(200, signature.Status);
        return await SignatureComparison.CompareAsync(
            [key], Encoding.ASCII.GetBytes(signature.Body), new MemoryStream(Encoding.ASCII.GetBytes(content)), CancellationToken.None);
    }
}
