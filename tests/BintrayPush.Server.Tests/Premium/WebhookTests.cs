using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Premium;

/// <summary>Webhooks (protocol reference, section 15).</summary>
[TestClass]
public sealed class WebhookTests
{
    [TestMethod]
    public async Task A_webhook_is_registered_listed_and_deleted()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        (string Method, string Path, string? Body, int Status, string Answer)[] calls =
        [
            ("GET", "webhooks/acme", null, 200, "[]"),
            ("POST", "webhooks/acme/tools/none", """{"url":"https://example.com/"}""", 404, """{"message":"Package 'none' was not found"}"""),
            ("POST", "webhooks/acme/none/lib", """{"url":"https://example.com/"}""", 404, """{"message":"Repo 'none' was not found"}"""),
            ("POST", "webhooks/acme/tools/lib", """{"url":"https://example.com/%r-%p","method":"get"}""", 201, """{"message":"success"}"""),
            ("GET", "webhooks/acme", null, 200, """[{"package":"lib","url":"https://example.com/%r-%p","failure_count":0}]"""),
            ("GET", "webhooks/acme/tools", null, 200, """[{"package":"lib","url":"https://example.com/%r-%p","failure_count":0}]"""),
            ("GET", "webhooks/acme/other", null, 200, "[]"),
            ("DELETE", "webhooks/acme/tools/lib", null, 200, """{"message":"success"}"""),
            ("DELETE", "webhooks/acme/tools/lib", null, 404, """{"message":"Webhook 'lib' was not found"}"""),
            ("GET", "webhooks/acme", null, 200, "[]"),
        ];
        foreach (var (method, path, body, status, answer) in calls)
        {
            var reply = await server.SendAsync(method, path, body);
            Assert.AreEqual((status, answer), (reply.Status, reply.Body), $"{method} {path}");
        }
    }

    [TestMethod]
    public async Task A_publish_calls_the_webhook_with_the_news_and_a_signature()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var server = await StartAsync();
        await RegisterAsync(server, receiver.Url + "/%r-%p?x=1");
        await server.SendAsync("POST", "packages/acme/tools/lib/versions", """{"name":"1.0","released":"2020-01-02"}""");
        await server.SendAsync("POST", "packages/acme/tools/lib/versions/1.0/release_notes", """{"bintray":{"content":"new"}}""");
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "x")).Status);
        Assert.AreEqual(200, (await server.SendAsync("POST", "content/acme/tools/lib/1.0/publish")).Status);
        var call = await receiver.NextAsync();
        Assert.AreEqual(
            new HookCall(
                "POST", "/tools-lib?x=1", SignatureOf(server, "lib"), "application/json",
                """{"package":"lib","version":"1.0","released":"2020-01-02T00:00:00.000Z","release_notes":"new"}"""),
            call);
    }

    [TestMethod]
    [DataRow("PUT")]
    [DataRow("GET")]
    public async Task An_upload_that_publishes_calls_it_too_by_the_method_that_was_asked_for(string method)
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var server = await StartAsync();
        await RegisterAsync(server, receiver.Url + "/hook", method.ToLowerInvariant());
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a?publish=1", "x")).Status);
        var call = await receiver.NextAsync();
        Assert.AreEqual((method, "/hook", SignatureOf(server, "lib")), (call.Method, call.Target, call.Signature));
        Assert.AreEqual(method == "GET", call.Body.Length == 0);
    }

    [TestMethod]
    public async Task A_call_that_fails_is_tried_again_a_few_times_and_then_counted()
    {
        await using var receiver = await HookReceiver.StartAsync(503, 500, 429);
        await using var server = await StartAsync();
        await RegisterAsync(server, receiver.Url);
        var failed = server.Log.WaitForAsync("it answered 429");
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a?publish=1", "x");
        StringAssert.Contains(await failed, "The webhook of acme/tools/lib/1.0 to 127.0.0.1 failed", StringComparison.Ordinal);
        for (var tries = 0; tries < 3; tries++)
        {
            await receiver.NextAsync();
        }

        Assert.IsFalse(receiver.HasMore);
        StringAssert.Contains((await server.SendAsync("GET", "webhooks/acme")).Body, "\"failure_count\":1", StringComparison.Ordinal);
        var called = server.Log.WaitForAsync("was called");
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/b?publish=1", "x");
        await called;
        StringAssert.Contains((await server.SendAsync("GET", "webhooks/acme")).Body, "\"failure_count\":0", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task What_became_of_the_last_twenty_calls_is_seen_by_who_made_the_webhook_and_by_admins()
    {
        await using var receiver = await HookReceiver.StartAsync(503, 500, 429);
        await using var server = await StartAsync();
        using var other = server.As("other", ("acme", Role.Publish));
        await RegisterAsync(server, receiver.Url);
        for (var i = 0; i < 22; i++)
        {
            var over = server.Log.WaitForAsync($"lib/1.{i} to");
            await server.SendAsync("PUT", $"content/acme/tools/lib/1.{i}/{i}?publish=1", "x");
            await over;
            if (i == 0)
            {
                using var failed = JsonDocument.Parse((await server.SendAsync("GET", "webhooks/acme/tools/lib/calls")).Body);
                Assert.AreEqual("it answered 429", failed.RootElement[0].GetProperty("failure").GetString());
                Assert.AreEqual(3, failed.RootElement[0].GetProperty("tries").GetInt32());
                Assert.IsFalse(failed.RootElement[0].GetProperty("success").GetBoolean());
            }
        }

        using var calls = JsonDocument.Parse((await server.SendAsync("GET", "webhooks/acme/tools/lib/calls")).Body);
        Assert.AreEqual(20, calls.RootElement.GetArrayLength());
        Assert.AreEqual("1.21", calls.RootElement[0].GetProperty("version").GetString());
        Assert.IsTrue(calls.RootElement[0].GetProperty("success").GetBoolean());
        Assert.IsFalse(calls.RootElement[0].TryGetProperty("failure", out _));
        Assert.AreEqual(404, (await other.SendAsync("GET", "webhooks/acme/tools/lib/calls")).Status);
    }

    [TestMethod]
    public async Task After_seven_failures_it_is_not_called_until_it_is_registered_again()
    {
        await using var receiver = await HookReceiver.StartAsync(404, 404, 404, 404, 404, 404, 302);
        await using var server = await StartAsync();
        await RegisterAsync(server, receiver.Url);
        for (var version = 1; version <= 7; version++)
        {
            var failed = server.Log.WaitForAsync($"acme/tools/lib/{version}.0 to");
            await server.SendAsync("PUT", $"content/acme/tools/lib/{version}.0/{version}?publish=1", "x");
            await failed;
            Assert.AreEqual("/", (await receiver.NextAsync()).Target, "a redirect is not followed");
        }

        await server.SendAsync("PUT", "content/acme/tools/lib/8.0/8?publish=1", "x");
        await RegisterAsync(server, receiver.Url);
        await server.SendAsync("PUT", "content/acme/tools/lib/9.0/9?publish=1", "x");
        StringAssert.Contains((await receiver.NextAsync()).Body, "\"9.0\"", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_test_calls_the_given_address_once_and_says_what_came_of_it()
    {
        await using var receiver = await HookReceiver.StartAsync(200, 500);
        await using var server = await StartAsync();
        Assert.AreEqual(404, (await server.SendAsync("POST", "webhooks/acme/tools/lib/1.0", $$"""{"url":"{{receiver.Url}}"}""")).Status);
        await server.SendAsync("POST", "packages/acme/tools/lib/versions", """{"name":"1.0"}""");
        var taken = await server.SendAsync("POST", "webhooks/acme/tools/lib/1.0", $$"""{"url":"{{receiver.Url}}"}""");
        Assert.AreEqual((201, """{"message":"success"}"""), (taken.Status, taken.Body));
        StringAssert.EndsWith((await receiver.NextAsync()).Body, "\"release_notes\":\"This is a test\"}", StringComparison.Ordinal);
        var refused = await server.SendAsync("POST", "webhooks/acme/tools/lib/1.0", $$"""{"url":"{{receiver.Url}}"}""");
        Assert.AreEqual(201, refused.Status);
        Assert.AreEqual("""{"message":"success","warn":"the webhook was called without success: it answered 500"}""", refused.Body);
    }

    [TestMethod]
    public async Task Who_lost_the_right_to_publish_is_told_nothing_more()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var server = await StartAsync();
        using var publisher = server.As("publisher", ("acme", Role.Publish));
        var registered = await publisher.SendAsync("POST", "webhooks/acme/tools/lib", $$"""{"url":"{{receiver.Url}}/publisher"}""");
        Assert.AreEqual(201, registered.Status);
        await RegisterAsync(server, receiver.Url + "/admin");
        ServerUsers.Add(server.Folder, "publisher", ("acme", Role.Read));
        var called = server.Log.WaitForAsync("was called");
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a?publish=1", "x");
        await called;
        Assert.AreEqual("/admin", (await receiver.NextAsync()).Target);
        Assert.IsFalse(receiver.HasMore);
    }

    [TestMethod]
    public async Task A_user_sees_and_deletes_their_own_webhooks_an_admin_all_and_a_reader_none()
    {
        await using var server = await StartAsync();
        using var one = server.As("one", ("acme", Role.Publish));
        using var two = server.As("two", ("acme", Role.Publish));
        using var reader = server.As("reader", ("acme", Role.Read));
        var registered = await one.SendAsync("POST", "webhooks/acme/tools/lib", """{"url":"https://one.example/?secret=1"}""");
        Assert.AreEqual(201, registered.Status);
        Assert.AreEqual("[]", (await two.SendAsync("GET", "webhooks/acme")).Body);
        Assert.AreEqual(404, (await two.SendAsync("DELETE", "webhooks/acme/tools/lib")).Status);
        Assert.AreEqual(403, (await reader.SendAsync("GET", "webhooks/acme")).Status);
        Assert.AreEqual(401, (await server.Anonymous.SendAsync("GET", "webhooks/acme")).Status);
        StringAssert.Contains((await server.SendAsync("GET", "webhooks/acme")).Body, "one.example", StringComparison.Ordinal);
        Assert.AreEqual(200, (await server.SendAsync("DELETE", "webhooks/acme/tools/lib")).Status);
        Assert.AreEqual("[]", (await one.SendAsync("GET", "webhooks/acme")).Body);
    }

    [TestMethod]
    public async Task A_user_may_register_ten()
    {
        await using var server = await StartAsync();
        for (var i = 1; i <= 11; i++)
        {
            await server.SendAsync("POST", "packages/acme/tools", JsonSerializer.Serialize(new { name = $"p{i}" }));
            var reply = await server.SendAsync("POST", $"webhooks/acme/tools/p{i}", """{"url":"https://example.com/"}""");
            Assert.AreEqual(i <= 10 ? 201 : 403, reply.Status, reply.Body);
            if (i <= 10)
            {
                Assert.AreEqual("10", reply.Header("X-Bintray-WebHookLimit-Limit"));
                Assert.AreEqual($"{10 - i}", reply.Header("X-Bintray-WebHookLimit-Remaining"));
            }
        }

        var again = await server.SendAsync("POST", "webhooks/acme/tools/p1", """{"url":"https://example.com/again"}""");
        Assert.AreEqual(201, again.Status);
    }

    [TestMethod]
    public async Task Neither_the_key_nor_the_address_stands_in_the_log_and_the_key_stands_nowhere()
    {
        await using var receiver = await HookReceiver.StartAsync(404);
        await using var server = await StartAsync();
        await RegisterAsync(server, receiver.Url + "/hook-secret?token=word");
        var failed = server.Log.WaitForAsync("it answered 404");
        await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a?publish=1", "x");
        await failed;
        foreach (var secret in new[] { server.Key, "hook-secret", "token=word", SignatureOf(server, "lib") })
        {
            Assert.DoesNotContain(secret, server.Log.Text);
        }

        foreach (var record in Directory.EnumerateFiles(Path.Combine(server.Folder, "webhook"), "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(server.Key, await File.ReadAllTextAsync(record));
        }
    }

    private static Task<RunningServer> StartAsync() => RunningServer.StartWithPackageAsync(settings => settings with
    {
        Webhooks = new WebhookLimits { ToPrivateAddresses = true, FirstPause = TimeSpan.Zero },
    });

    private static async Task RegisterAsync(RunningServer server, string url, string? method = null)
    {
        var reply = await server.SendAsync("POST", "webhooks/acme/tools/lib", JsonSerializer.Serialize(new { url, method }));
        Assert.AreEqual((201, """{"message":"success"}"""), (reply.Status, reply.Body));
    }

    private static string SignatureOf(RunningServer server, string package) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(server.Key), Encoding.UTF8.GetBytes(package)));
}
