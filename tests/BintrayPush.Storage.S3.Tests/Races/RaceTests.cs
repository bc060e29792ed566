using System.Globalization;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Testing;

namespace BintrayPush.Storage.S3.Tests.Races;

/// <summary>
/// Several services over one bucket, and many clients who are after the same names. BINTRAYPUSH_RACE_SECONDS asks for another length, such
/// as 600; there are twice as many clients then, and more time between kills.
/// </summary>
[TestClass]
public sealed class RaceTests
{
    private const int Services = 3;
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan BetweenKillsOfLongRuns = TimeSpan.FromSeconds(20);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(3_600_000, CooperativeCancellation = true)]
    public async Task Whatever_services_do_at_once_everybody_sees_whole_publishes_and_nothing_is_lost()
    {
        var place = CephNode.NewPlace();
        var stores = await Task.WhenAll(Enumerable.Range(0, Services).Select(_ => S3ObjectStore.OpenAsync(place, Cancellation)));
        var services = await Task.WhenAll(
            stores.Select(async store => (await BucketRepository.OpenAsync(store, new RepositoryOptions(), Cancellation)).Service));
        var (time, clients) = Asked();
        var race = new Race(() => services[Random.Shared.Next(Services)], isKilled: false, time, Cancellation);
        try
        {
            await race.RunAsync(clients, readers: 2);
        }
        finally
        {
            TestContext.WriteLine(race.Summary);
            Array.ForEach(stores, store => store.Dispose());
        }
    }

    [TestMethod]
    [Timeout(3_600_000, CooperativeCancellation = true)]
    public async Task Of_three_servers_one_is_killed_again_and_again_and_nothing_is_lost_or_half_public()
    {
        var address = CephNode.NewAddress();
        var key = ServerUsers.AddAdmin(address);
        using var folder = new ClientsOf(address, key);
        await folder.StartAsync(Services, Cancellation);
        var (time, clients) = Asked();
        var race = new Race(folder.Choose, isKilled: true, time, Cancellation);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var killing = folder.KillNowAndThenAsync(time == Usual ? BetweenKills : BetweenKillsOfLongRuns, over.Token);
        try
        {
            await race.RunAsync(clients, readers: 2);
        }
        finally
        {
            await over.CancelAsync();
            TestContext.WriteLine($"{race.Summary}; {await killing} kills");
        }

        Assert.IsGreaterThan(0, await killing);
    }

    private static (TimeSpan Time, int Clients) Asked() =>
        Environment.GetEnvironmentVariable("BINTRAYPUSH_RACE_SECONDS") is { Length: > 0 } seconds
            ? (TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)), 16)
            : (Usual, 8);

    /// <summary>Servers over one bucket, and a client for each.</summary>
    private sealed class ClientsOf(string address, string key) : IDisposable
    {
        private readonly List<ServerProcess> _servers = [];
        private readonly List<BintrayHttpClient> _all = [];
        private volatile IBintray[] _clients = [];

        public IBintray Choose() => _clients[Random.Shared.Next(_clients.Length)];

        public async Task StartAsync(int servers, CancellationToken cancellation)
        {
            _servers.AddRange(await Task.WhenAll(
                Enumerable.Range(0, servers).Select(_ => ServerProcess.StartAsync(address, cancellation))));
            _clients = await Task.WhenAll(_servers.Select(server => OpenAsync(server, cancellation)));
        }

        /// <summary>Kills one, any, and starts another one in its place, until it is over.</summary>
        public async Task<int> KillNowAndThenAsync(TimeSpan pause, CancellationToken over)
        {
            var kills = 0;
            try
            {
                while (true)
                {
                    await Task.Delay(pause, over);
                    var killed = Random.Shared.Next(_servers.Count);
                    _servers[killed].Kill();
                    kills++;
                    _servers[killed] = await _servers[killed].RestartAsync(over);
                    var clients = _clients.ToArray();
                    clients[killed] = await OpenAsync(_servers[killed], over);
                    _clients = clients;
                }
            }
            catch (OperationCanceledException)
            {
                return kills;
            }
        }

        public void Dispose()
        {
            _all.ForEach(client => client.Dispose());
            _servers.ForEach(server => server.Dispose());
        }

        private async Task<IBintray> OpenAsync(ServerProcess server, CancellationToken cancellation)
        {
            Assert.IsTrue(ServiceUrl.TryParse(server.Url.AbsoluteUri, out var url, out _));
            var admin = new Credentials(ServerUsers.Admin, new Secret(key));
            var client = BintrayHttpClient.Open(url, downloads: null, admin, new HttpLimits());
            lock (_all)
            {
                _all.Add(client);
            }

            // What a service can do is known once it has answered something.
            await client.GetRepositoryAsync(RepositoryAddress.Of(ServerUsers.Subject, "none"), cancellation);
            return client;
        }
    }
}
