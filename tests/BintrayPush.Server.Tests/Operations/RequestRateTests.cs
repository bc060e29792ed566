using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Operations;

/// <summary><c>--max-requests-per-minute</c>.</summary>
[TestClass]
public sealed class RequestRateTests
{
    private const int Limit = 5;

    [TestMethod]
    public async Task Who_makes_more_requests_than_that_is_told_when_to_come_again_and_others_notice_nothing()
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { MaxRequestsPerMinute = Limit });
        using var ann = server.As("ann", ("acme", Role.Read));
        Assert.AreEqual(201, (await server.SendAsync("POST", "repos/acme/tools", "{}")).Status);
        for (var i = 1; i < Limit; i++)
        {
            Assert.AreEqual(200, (await server.SendAsync("GET", "repos/acme/tools")).Status);
        }

        using var refused = await server.Http.GetAsync("repos/acme/tools");

        Assert.AreEqual(429, (int)refused.StatusCode);
        var wait = refused.Headers.RetryAfter!.Delta!.Value;
        Assert.IsTrue(wait > TimeSpan.Zero && wait <= TimeSpan.FromMinutes(1), $"{wait}");
        StringAssert.Contains(await refused.Content.ReadAsStringAsync(), "more than 5 requests came from you in a minute; wait");
        Assert.AreEqual(200, (await ann.SendAsync("GET", "repos/acme/tools", null)).Status);
        Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", "repos/acme/tools", null)).Status);
        for (var i = 0; i <= Limit; i++)
        {
            Assert.AreEqual(200, (await server.SendAsync("GET", "healthz/ready")).Status);
        }
    }

    [TestMethod]
    public async Task Who_shows_a_wrong_key_uses_up_nothing_of_the_users_whose_name_it_is()
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { MaxRequestsPerMinute = Limit });
        using var wrong = ServerUsers.ClientOf(server.Url, ServerUsers.Admin, "wrong");
        for (var i = 0; i <= Limit; i++)
        {
            Assert.AreEqual(401, (await wrong.SendAsync("GET", "repos/acme", null)).Status);
        }

        Assert.AreEqual(200, (await server.SendAsync("GET", "repos/acme")).Status);
    }

    [TestMethod]
    public void A_negative_number_is_refused()
    {
        using var scene = new SettingsScene();

        StringAssert.StartsWith(
            scene.FaultsOf("--data", "d", "--max-requests-per-minute=-1"),
            "--max-requests-per-minute: error BTP4106: max-requests-per-minute is '-1' and has to be 0 or more");
    }
}
