using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Names;
using BintrayPush.Api.Wire;
using static BintrayPush.Api.Tests.ScriptedClient;

namespace BintrayPush.Api.Tests;

/// <summary>Services that want to take the client's memory or time.</summary>
[TestClass]
public sealed class AnswerLimitTests
{
    private static readonly HttpLimits Impatient = new()
    {
        Silence = Timeout.InfiniteTimeSpan,
        Whole = _ => TimeSpan.FromMilliseconds(100),
    };

#if NET
    [TestMethod]
    public async Task An_answer_of_millions_of_values_is_refused_before_anything_is_built_of_it()
    {
        var body = ScriptedServer.Json(200, new StringBuilder("[0").Insert(2, ",0", 28 << 20).Append(']').ToString());
        using var server = new ScriptedServer(_ => body);
        using var client = Open(server);

        var before = GC.GetTotalAllocatedBytes();
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.ListRepositoriesAsync("acme", CancellationToken.None));

        Assert.AreEqual("the service's answer has more than 4194304 values", refusal.Message);
        Assert.IsLessThan(400L << 20, GC.GetTotalAllocatedBytes() - before);
    }
#endif

    [TestMethod]
    public async Task An_answer_of_more_bytes_than_any_list_has_is_not_read_on()
    {
        var body = new string(' ', (64 << 20) + (1 << 16));
        using var server = new ScriptedServer(
            _ => $"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n{body}{ScriptedServer.FallsSilent}");
        using var client = Open(server);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Tool, CancellationToken.None));

        Assert.AreEqual("the service's answer is longer than 64 MiB", refusal.Message);
    }

    [TestMethod]
    public async Task A_refusal_is_understood_without_all_of_its_page()
    {
        var page = new string('x', 200_000);
        using var server = new ScriptedServer(
            _ => $"HTTP/1.1 503 Busy\r\nContent-Length: 999999999\r\n\r\nDown for repairs {page}{ScriptedServer.FallsSilent}");
        using var client = Open(server);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Tool, CancellationToken.None));

        Assert.AreEqual(503, refusal.Status);
        StringAssert.StartsWith(refusal.Message, "Down for repairs xxx");
    }

    [TestMethod]
    [DataRow("""{"name":"\ud800"}""")]
    [DataRow("""{"name":"\udc00\ud800"}""")]
    [DataRow("""{"name":"\ud83dx"}""")]
    [DataRow("""{"\ud83d\ud83d\ude00":1}""")]
    public async Task Half_a_character_in_an_answer_is_no_answer(string json)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, json));
        using var client = Open(server);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetVersionAsync(Tool2, CancellationToken.None));

        Assert.AreEqual(BintrayException.NoAnswer, refusal.Status);
        Assert.AreEqual("the service's answer holds a text that is not valid Unicode", refusal.Message);
    }

    [TestMethod]
    [DataRow("""{"desc":"\ud83d\ude00 \\ud800 \n \u00e4 \uD83D\uDE00"}""", "😀 \\ud800 \n ä 😀")]
    [DataRow("""{"desc":"\\\ud83d\ude00"}""", "\\😀")]
    public async Task Whole_characters_are_read_however_they_are_written(string json, string text)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, json));
        using var client = Open(server);

        var version = await client.GetVersionAsync(Tool2, CancellationToken.None);

        Assert.AreEqual(text, version!.Details.Description);
    }

    [TestMethod]
    public void Bytes_that_are_no_text_are_no_answer()
    {
        Assert.IsNull(AnswerJson.Parse(new ArraySegment<byte>([(byte)'"', 0xC3, (byte)'"']), out var fault));
        Assert.AreEqual("is not UTF-8", fault);
    }

    [TestMethod]
    public void Values_within_values_are_bounded()
    {
        Assert.IsNull(AnswerJson.Parse(new ArraySegment<byte>(Encoding.ASCII.GetBytes(new string('[', 100_000))), out var fault));
        Assert.AreEqual(AnswerJson.NotJson, fault);
    }

    [TestMethod]
    public async Task A_file_of_a_size_that_no_file_has_makes_no_sense()
    {
        using var server = new ScriptedServer(
            _ => ScriptedServer.Json(200, """[{"package":"tool","version":"2.0","path":"a","sha1":"00","size":-1}]"""));
        using var client = Open(server);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => client.ListFilesAsync(Tool2, includeUnpublished: false, CancellationToken.None));

        Assert.AreEqual("the service lists a file that makes no sense: a file has no size", refusal.Message);
    }

    [TestMethod]
    public async Task An_answer_that_is_never_silent_and_never_ends_is_given_up_on()
    {
        using var server = new ScriptedServer(_ => $"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n {ScriptedServer.FallsSilent}");
        using var client = Open(server, Impatient);

        var lost = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Tool, CancellationToken.None));

        Assert.AreEqual(BintrayException.NoAnswer, lost.Status);
        StringAssert.Contains(lost.Message, "did not come to an end within");
    }

    [TestMethod]
    public async Task A_download_that_is_never_silent_and_never_ends_is_given_up_on()
    {
        using var server = new ScriptedServer(request => request.Line.StartsWith("GET /dl/", StringComparison.Ordinal)
            ? $"HTTP/1.1 200 OK\r\nX-Checksum-Sha1: 00\r\nContent-Length: 999\r\n\r\n {ScriptedServer.FallsSilent}"
            : ScriptedServer.Json(200, """{"package":"tool","name":"2.0"}"""));
        using var client = Open(server, Impatient);

        using var download = await client.DownloadAsync(
            new FileAddress(Bin, RepositoryPath.Of("a.zip")), includeUnpublished: false, CancellationToken.None);
        var lost = await Assert.ThrowsExactlyAsync<IOException>(() => download!.Content.CopyToAsync(Stream.Null));

        StringAssert.Contains(lost.Message, "did not come to an end within");
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public void Signs_of_life_do_not_make_the_time_for_the_whole_call_longer()
    {
        using var limit = new SilenceLimit(Impatient with { Silence = TimeSpan.FromMilliseconds(90) }, CancellationToken.None);

        while (!limit.Token.IsCancellationRequested && !TestContext.CancellationToken.IsCancellationRequested)
        {
            limit.Move(1);
        }

        Assert.IsTrue(limit.HasPassed);
        StringAssert.Contains(limit.Fault("host"), "did not come to an end within");
    }

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(0, 10)]
    [DataRow(1 << 30, 4379)]
    public void The_time_for_a_call_grows_with_its_bytes(long bytes, int minutes) =>
        Assert.AreEqual(minutes, HttpLimits.Attempt(bytes).TotalMinutes, 0.1);

    [TestMethod]
    public void Who_allows_a_longer_silence_allows_a_longer_call()
    {
        using var limit = new SilenceLimit(Impatient with { Silence = TimeSpan.FromHours(1) }, CancellationToken.None);

        StringAssert.EndsWith(limit.Fault("host"), "silent for 3600 seconds");
    }
}
