using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Tests.Hostile;

/// <summary>More than a thousand ways to do harm, and what comes of them: a refusal in words, and nothing else.</summary>
[TestClass]
public sealed class HostileRequestsTests
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Regex StatusLine = new(@"^HTTP/1\.1 (?<status>\d{3}) ");

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public async Task A_thousand_hostile_requests_are_refused_in_words_and_change_nothing()
    {
        var surroundings = Directory.CreateTempSubdirectory("bintray-hostile-").FullName;
        var data = Path.Combine(surroundings, "a", "b", "data");
        Directory.CreateDirectory(Path.Combine(surroundings, "a", "canaries"));
        Directory.CreateDirectory(data);
        foreach (var canary in new[] { "canary.txt", "evil.canary", "a/canary", "a/b/canary", "a/canaries/canary", "a/b/data.txt" })
        {
            await File.WriteAllTextAsync(Path.Combine(surroundings, canary), canary, TestContext.CancellationToken);
        }

        await using (var server = await RunningServer.StartAsync(Wary, data))
        {
            await server.SendAsync("POST", "repos/acme/tools", "{}");
            await server.SendAsync("POST", "packages/acme/tools", """{"name":"lib"}""");
            await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a.txt?publish=1", "hello");
            var outside = SnapshotOf(surroundings, except: data);
            var users = SnapshotOf(Path.Combine(data, "user"), except: null);

            await AttackAsync(server);

            CollectionAssert.AreEqual(outside, SnapshotOf(surroundings, except: data));
            CollectionAssert.AreEqual(users, SnapshotOf(Path.Combine(data, "user"), except: null));
            await AssertUnchangedAsync(server);
            Assert.IsFalse(File.Exists("/etc/evil") || File.Exists("/evil"));
            Assert.AreEqual("", ErrorsIn(server));
        }

        Directory.Delete(surroundings, recursive: true);
    }

    private static string ErrorsIn(RunningServer server) => string.Join(
        '\n', server.Log.Lines.Where(
            line => line.StartsWith("Error ", StringComparison.Ordinal) || line.StartsWith("Critical ", StringComparison.Ordinal)));

    private static ServerSettings Wary(ServerSettings settings) => settings with
    {
        MaxJsonBytes = HostileBodies.LongestJson,
        Archives = HostileArchives.Limits,
        DataRateGrace = TimeSpan.FromSeconds(1.1),
        HeadersTimeout = TimeSpan.FromSeconds(2),
    };

    private async Task AttackAsync(RunningServer server)
    {
        HostileRequest[] all = [
            .. HostilePaths.All,
            .. HostileNames.All,
            .. HostileBodies.All,
            .. HostileArchives.All,
            .. HostileProtocol.All
        ];
        all = [.. all.DistinctBy(request => Convert.ToHexString(SHA256.HashData(request.Bytes)))];
        Assert.IsTrue(all.Length >= 1_000, $"only {all.Length}");
        TestContext.WriteLine($"{all.Length} requests");

        var wrong = new ConcurrentQueue<string>();
        var stalls = Task.WhenAll(HostileProtocol.Stalls.Select(request => TryAsync(server, request, wrong)));
        await Parallel.ForEachAsync(
            all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (request, _) => await TryAsync(server, request, wrong));
        await stalls;
        Assert.AreEqual(
            0,
            wrong.Count,
            $"{wrong.Count} of {all.Length} were not refused as they should be:\n{string.Join('\n', wrong.Take(300))}\n{ErrorsIn(server)}");
    }

    private static async Task TryAsync(RunningServer server, HostileRequest request, ConcurrentQueue<string> wrong)
    {
        if (FaultOf(request, await AnswerToAsync(server, request)) is { } fault)
        {
            wrong.Enqueue($"{request.Name}: {fault}");
        }
    }

    /// <summary>What comes until the end of the connection; the server ends it itself.</summary>
    private static async Task<string?> AnswerToAsync(RunningServer server, HostileRequest request)
    {
        using var limit = new CancellationTokenSource(Patience);
        await using var connection = await server.ConnectAsync();
        var authorization = Encoding.ASCII.GetBytes(server.AuthorizationLine().TrimEnd());
        var received = new MemoryStream();
        try
        {
            var mark = Encoding.ASCII.GetBytes(HostileRequest.AuthorizationMark);
            var bytes = request.Bytes.AsMemory();
            if (bytes.Span.IndexOf(mark) is var at and >= 0)
            {
                bytes = (byte[])[.. bytes.Span[..at], .. authorization, .. bytes.Span[(at + mark.Length)..]];
            }

            // The answer may come, and the connection end, before everything is sent.
            var sent = SendAsync(connection, bytes, limit.Token);
            await connection.CopyToAsync(received, limit.Token);
            await sent;
        }
        catch (IOException)
        {
            // Broken off; what came before counts.
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(received.ToArray());
    }

    private static async Task SendAsync(NetworkStream connection, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await connection.WriteAsync(bytes, cancellation);
        }
        catch (IOException)
        {
        }
    }

    /// <summary>What is wrong with an answer; <see langword="null"/> if nothing is.</summary>
    private static string? FaultOf(HostileRequest request, string? answer)
    {
        if (answer is null)
        {
            return $"no answer within {Patience}";
        }

        var head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (!StatusLine.IsMatch(answer) || head < 0)
        {
            return $"no HTTP came back: '{answer[..Math.Min(answer.Length, 100)]}'";
        }

        var status = int.Parse(StatusLine.Match(answer).Groups["status"].Value, CultureInfo.InvariantCulture);
        if (request.Status > 0 ? status != request.Status : status is < 400 or > 499)
        {
            return $"answered {status}: {answer[head..].Trim()}";
        }

        // What people read on the download address is text.
        var isText = Encoding.Latin1.GetString(request.Bytes).Contains(" /dl/", StringComparison.Ordinal)
            && answer[..head].Contains("\r\nContent-Type: text/plain; charset=utf-8", StringComparison.Ordinal);
        if (!isText && !answer[..head].Contains("\r\nContent-Type: application/json", StringComparison.Ordinal)
            || answer[..head].Contains("\nX-Evil", StringComparison.OrdinalIgnoreCase))
        {
            return $"answered with the headers {answer[..head].ReplaceLineEndings(" | ")}";
        }

        try
        {
            var body = answer[(head + 4)..];
            var message = isText ? body : JsonDocument.Parse(body).RootElement.GetProperty("message").GetString();
            return string.IsNullOrWhiteSpace(message) ? "answered without words" : null;
        }
        catch (JsonException)
        {
            return $"answered with what is not JSON: {answer[head..].Trim()}";
        }
    }

    private static async Task AssertUnchangedAsync(RunningServer server)
    {
        Assert.AreEqual(200, (await server.Anonymous.SendAsync("GET", "healthz/ready")).Status);
        Assert.AreEqual("""[{"name":"tools","owner":"acme"}]""", (await server.SendAsync("GET", "repos/acme")).Body);
        Assert.AreEqual("""[{"name":"lib","linked":false}]""", (await server.SendAsync("GET", "repos/acme/tools/packages")).Body);
        var package = (await server.SendAsync("GET", "packages/acme/tools/lib")).Json;
        Assert.AreEqual("""["1.0"]""", package.GetProperty("versions").GetRawText());
        Assert.AreEqual("[]", package.GetProperty("attribute_names").GetRawText());
        var files = (await server.SendAsync("GET", "packages/acme/tools/lib/files?include_unpublished=1")).Json;
        Assert.AreEqual("a.txt", string.Join(' ', files.EnumerateArray().Select(file => file.GetProperty("path").GetString())));
        Assert.AreEqual("hello", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Body);

        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.1/b.txt?publish=1", "good")).Status);
        Assert.AreEqual("good", (await server.Anonymous.SendAsync("GET", "dl/acme/tools/b.txt")).Body);
    }

    /// <summary>Every file and folder with its content.</summary>
    private static string[] SnapshotOf(string folder, string? except) =>
    [
        .. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Where(
                item =>
                    except is null
                        || !(
                            item.FullName == except
                                || item.FullName.StartsWith(except + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            .OrderBy(item => item.FullName, StringComparer.Ordinal)
            .Select(
                item =>
                    item is FileInfo file
                        ? $"{file.FullName} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName)))}"
                        : item.FullName),
    ];
}
