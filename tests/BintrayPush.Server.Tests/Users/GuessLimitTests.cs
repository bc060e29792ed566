using System.Net;
using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.Store;
using BintrayPush.Server.Users;
using Microsoft.AspNetCore.Http;

namespace BintrayPush.Server.Tests.Users;

/// <summary>Guessing keys costs the guesser, not those who know theirs.</summary>
[TestClass]
public sealed class GuessLimitTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bintray-guess-").FullName;
    private readonly Clock _clock = new();
    private int _hashes;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public async Task An_address_gets_a_bounded_number_of_hashes_a_minute_and_others_are_not_held_up()
    {
        var key = ServerUsers.Add(_folder, "ann", ("acme", Role.Read));
        var known = ServerUsers.Add(_folder, "bob", ("acme", Role.Read));
        using var authentication = Open();
        Assert.AreEqual(200, await AskAsync(authentication, "10.0.0.1", "bob", known));
        _hashes = 0;

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => AskAsync(authentication, "10.0.0.1", "ann", $"guess {i}")));
        Assert.AreEqual(GuessLimit.MaxGuesses, _hashes);
        Assert.AreEqual(GuessLimit.MaxGuesses, answers.Count(status => status == 401));
        Assert.AreEqual(1_000 - GuessLimit.MaxGuesses, answers.Count(status => status == 429));

        // Whoever was known before is let in, and so is the first call from elsewhere.
        Assert.AreEqual(200, await AskAsync(authentication, "10.0.0.1", "bob", known));
        Assert.AreEqual(200, await AskAsync(authentication, "10.0.0.2", "ann", key));
        Assert.AreEqual(GuessLimit.MaxGuesses + 1, _hashes);

        _clock.Now += GuessLimit.Window;
        Assert.AreEqual(401, await AskAsync(authentication, "10.0.0.1", "ann", "another guess"));
    }

    [TestMethod]
    public async Task Right_keys_do_not_count_and_equal_ones_are_checked_once()
    {
        using var authentication = Open();
        for (var i = 0; i < GuessLimit.MaxGuesses * 2; i++)
        {
            var key = ServerUsers.Add(_folder, $"user{i}", ("acme", Role.Read));
            Assert.AreEqual(200, await AskAsync(authentication, "10.0.0.1", $"user{i}", key));
        }

        _hashes = 0;
        var own = ServerUsers.Add(_folder, "ann", ("acme", Role.Read));
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Run(() => AskAsync(authentication, "10.0.0.1", "ann", own))));
        Assert.IsTrue(answers.All(status => status == 200));
        Assert.AreEqual(1, _hashes);
    }

    [TestMethod]
    public async Task Behind_a_proxy_callers_are_told_apart_by_the_address_it_adds_and_otherwise_not()
    {
        foreach (var trusted in new[] { true, false })
        {
            using var authentication = Open(trusted);
            for (var i = 0; i <= GuessLimit.MaxGuesses; i++)
            {
                await AskAsync(authentication, "10.0.0.9", "ann", $"guess {i}", $"10.1.1.{i}, 10.0.0.1");
            }

            Assert.AreEqual(429, await AskAsync(authentication, "10.0.0.9", "ann", "more", "1.2.3.4, 10.0.0.1"));
            Assert.AreEqual(trusted ? 401 : 429, await AskAsync(authentication, "10.0.0.9", "ann", "much more", "10.0.0.2"));
        }
    }

    [TestMethod]
    public async Task The_guesser_is_told_when_to_come_again_and_known_callers_go_on()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(200, (await server.SendAsync("GET", "repos/acme/tools")).Status);
        Reply? last = null;
        for (var i = 0; i <= GuessLimit.MaxGuesses; i++)
        {
            last = await server.Anonymous.SendAsync(
                "GET", "repos/acme/tools", null, ("Authorization", ServerUsers.BasicOf("joe", $"guess {i}").ToString()));
        }

        Assert.AreEqual(429, last!.Status);
        Assert.IsTrue(int.Parse(last.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture) is > 0 and <= 60);
        StringAssert.Contains(last.Body, "too many wrong API keys", StringComparison.Ordinal);
        Assert.AreEqual(200, (await server.SendAsync("GET", "repos/acme/tools")).Status);
        Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", "repos/acme/tools")).Status);
    }

    private Authentication Open(bool forwarded = false) => new(
        new UserRecords(new PrivateFolder(_folder)), new IssuedKeys(new PrivateFolder(_folder), _clock), uses: null, _clock, forwarded, (stored, key) =>
    {
        Interlocked.Increment(ref _hashes);
        return KeyHash.Matches(stored, key);
    });

    private static async Task<int> AskAsync(
        Authentication authentication, string address, string user, string key, string? forwardedFor = null)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        http.Request.Headers.Authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{key}"));
        http.Request.Headers["X-Forwarded-For"] = forwardedFor;
        try
        {
            return (await authentication.FindCallerAsync(http, RequestTarget.Parse("/"))).IsAnonymous ? 0 : 200;
        }
        catch (BintrayException refused)
        {
            return refused.Status;
        }
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
