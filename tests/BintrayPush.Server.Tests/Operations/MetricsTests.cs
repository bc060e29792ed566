using System.Globalization;
using BintrayPush.Server.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BintrayPush.Server.Tests.Operations;

/// <summary>
/// What Prometheus reads (docs/operating.md). Instruments are found by their name, in the whole process: no other server that measures runs
/// beside it.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class MetricsTests
{
    private static readonly HttpClient Collector = new() { Timeout = TimeSpan.FromSeconds(30) };

    [TestMethod]
    public async Task They_count_what_the_server_does_and_name_nobody()
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { Metrics = ServerAddress.Any });
        var metrics = server.Services.GetServices<IHostedService>().OfType<MetricsListener>().Single().Address;
        Assert.AreEqual(201, (await server.SendAsync("POST", "repos/acme/zebras", "{}")).Status);
        Assert.AreEqual(201, (await server.SendAsync("POST", "packages/acme/zebras", """{"name":"stripes"}""")).Status);
        using var body = new ByteArrayContent(new byte[200_000]);
        Assert.AreEqual(201, (int)(await server.Http.PutAsync("content/acme/zebras/stripes/1.0/stripes.zip?publish=1", body)).StatusCode);
        Assert.HasCount(200_000, await server.Anonymous.GetByteArrayAsync("dl/acme/zebras/stripes.zip"));
        using var wrong = ServerUsers.ClientOf(server.Url, ServerUsers.Admin, "wrong");
        Assert.AreEqual(401, (await wrong.SendAsync("GET", "repos/acme/zebras", null)).Status);
        Assert.AreEqual(404, (await server.Anonymous.SendAsync("GET", "nothing", null)).Status);
        Directory.Move(server.Folder, server.Folder + ".gone");
        var failed = await server.Anonymous.SendAsync("GET", "repos/acme/zebras", null);
        Directory.Move(server.Folder + ".gone", server.Folder);
        Assert.AreEqual(503, failed.Status);

        // What is counted after an answer may be a moment later than it.
        var read = await ReadAsync(metrics, text => Sum(text, "bintray_server_request_duration_seconds_count", "status=\"5xx\"") > 0);

        Assert.AreEqual(1, Sum(read, "bintray_server_request_duration_seconds_count", "route=\"content\"", "method=\"PUT\"", "status=\"2xx\""));
        Assert.AreEqual(1, Sum(read, "bintray_server_request_duration_seconds_count", "route=\"dl\"", "method=\"GET\"", "status=\"2xx\""));
        Assert.AreEqual(2, Sum(read, "bintray_server_request_duration_seconds_count", "route=\"none\"", "method=\"none\"", "status=\"4xx\""));
        Assert.AreEqual(1, Sum(read, "bintray_server_uploads_total"));
        Assert.AreEqual(1, Sum(read, "bintray_server_published_total"));
        Assert.AreEqual(1, Sum(read, "bintray_server_refused_sign_ins_total", "reason=\"wrong\""));
        Assert.IsGreaterThan(200_000, Sum(read, "bintray_server_received_bytes_total"));
        Assert.IsGreaterThan(200_000, Sum(read, "bintray_server_sent_bytes_total"));
        Assert.IsGreaterThan(0, Sum(read, "bintray_server_store_call_duration_seconds_count", "operation=\"get\"", "outcome=\"done\""));
        Assert.IsGreaterThan(0, Sum(read, "bintray_server_store_call_duration_seconds_count", "outcome=\"failed\""));
        StringAssert.Contains(read, "bintray_server_index_lag_seconds{");
        Assert.IsGreaterThan(1_000_000, Sum(read, "dotnet_process_memory_working_set_bytes"));
        Assert.IsGreaterThan(0, Sum(read, "dotnet_thread_pool_thread_count_total"));
        foreach (var name in new[] { "acme", "zebra", "stripes", ServerUsers.Admin })
        {
            Assert.DoesNotContain(name, read);
        }

        Assert.AreEqual(404, (await server.SendAsync("GET", "metrics")).Status);
        using var elsewhere = await Collector.GetAsync(new Uri(metrics, "/healthz/live"));
        Assert.AreEqual(404, (int)elsewhere.StatusCode);
    }

    [TestMethod]
    public async Task They_are_nowhere_unless_an_address_is_given()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.IsEmpty(server.Services.GetServices<IHostedService>().OfType<MetricsListener>());
        Assert.AreEqual(404, (await server.SendAsync("GET", "metrics")).Status);
    }

    [TestMethod]
    [DataRow("9464")]
    [DataRow("https://127.0.0.1:9464")]
    public void An_address_that_nobody_can_listen_on_is_refused(string address)
    {
        using var scene = new SettingsScene();

        StringAssert.StartsWith(
            scene.FaultsOf("--data", "d", "--metrics", address), $"--metrics: error BTP4106: '{address}' is no address to listen on for metrics");
    }

    private static async Task<string> ReadAsync(Uri metrics, Func<string, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var answer = await Collector.GetAsync(metrics, patience.Token);
            Assert.AreEqual("text/plain", answer.Content.Headers.ContentType?.MediaType);
            var text = await answer.Content.ReadAsStringAsync(patience.Token);
            if (isEnough(text))
            {
                return text;
            }

            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>The sum of all series of a name that have these labels.</summary>
    private static double Sum(string text, string name, params string[] labels) => text.Split('\n')
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
        .Sum(line => double.Parse(line[(line.IndexOf("} ", StringComparison.Ordinal) + 2)..].Split(' ')[0], CultureInfo.InvariantCulture));
}
