using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;
using static BintrayPush.Api.Tests.ScriptedClient;

namespace BintrayPush.Api.Tests;

/// <summary>How answers are read that are refusals, not well, or none at all.</summary>
[TestClass]
public sealed class AnswerTests
{
    [TestMethod]
    public async Task A_call_carries_the_credentials_before_it_is_asked_for_them()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(404, "{\"message\":\"Package 'tool' was not found\"}"));
        using var client = Open(server);

        Assert.IsNull(await client.GetPackageAsync(Tool, CancellationToken.None));

        var request = server.Requests.Single();
        Assert.AreEqual("GET /packages/acme/bin/tool", request.Line);
        StringAssert.Contains(request.Head, "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("me:secret")));
    }

    [TestMethod]
    [DataRow(403, "{\"message\":\"forbidden\"}", "forbidden")]
    [DataRow(403, "{\"message\":\"forbidden\",\"warn\":\"this needs admin rights\"}", "forbidden: this needs admin rights")]
    [DataRow(403, "{\"message\":\"forbidden\",\"warn\":\"\"}", "forbidden")]
    [DataRow(403, "Forbidden!", "Forbidden!")]
    [DataRow(405, "<html>\r\n<head><title>405 Not Allowed</title></head>\r\n</html>", "the answer is a web page, '405 Not Allowed'")]
    [DataRow(413, "", "Some Reason")]
    public async Task Rule_1_5_the_services_own_words_are_kept_whatever_they_are_written_in(int status, string body, string message)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(status, body));
        using var client = Open(server);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Tool, CancellationToken.None));

        Assert.AreEqual(status, refusal.Status);
        Assert.AreEqual(message, refusal.Message);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"name\":")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"name\":x")]
    [DataRow("this is not HTTP\r\n\r\n")]
    public async Task An_answer_that_is_missing_cut_short_or_broken_is_no_answer(string answer)
    {
        using var server = new ScriptedServer(_ => answer);
        using var client = Open(server);

        var lost = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Tool, CancellationToken.None));

        Assert.AreEqual(BintrayException.NoAnswer, lost.Status);
    }

    [TestMethod]
    [DataRow("<html>Welcome to this hotel</html>", true)]
    [DataRow("{\"message\":\"succ", true)]
    [DataRow("", false)]
    public async Task A_success_that_makes_no_sense_is_no_answer_either(string body, bool lost)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(201, body));
        using var client = Open(server);

        if (lost)
        {
            var failure = await Assert.ThrowsExactlyAsync<BintrayException>(() => UploadAsync(client, "alpha"));
            Assert.AreEqual(BintrayException.NoAnswer, failure.Status);
        }
        else
        {
            await UploadAsync(client, "alpha");
        }
    }

    [TestMethod]
    public async Task A_silent_service_is_given_up_on()
    {
        using var server = new ScriptedServer(_ => null);
        using var client = Open(server, new HttpLimits { Silence = TimeSpan.FromMilliseconds(300) });

        var lost = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Tool, CancellationToken.None));

        StringAssert.Contains(lost.Message, "was silent");
    }

    [TestMethod]
    public async Task A_service_that_is_not_there_is_named()
    {
        string url;
        using (var server = new ScriptedServer(_ => null))
        {
            url = server.Url;
        }

        using var client = Open(url, new HttpLimits());
        var lost = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Tool, CancellationToken.None));

        Assert.AreEqual(BintrayException.NoAnswer, lost.Status);
        StringAssert.StartsWith(lost.Message, url.Substring("http://".Length) + " cannot be reached");
    }

    [TestMethod]
    [DataRow("Retry-After: 7\r\n", 7)]
    [DataRow("Retry-After: 86400\r\n", 60)]
    [DataRow("Retry-After: Wed, 21 Oct 2015 07:28:09 GMT\r\nDate: Wed, 21 Oct 2015 07:28:00 GMT\r\n", 9)]
    [DataRow("Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\nDate: Wed, 21 Oct 2015 07:28:09 GMT\r\n", 0)]
    [DataRow("Retry-After: Mon, 21 Oct 2115 07:28:09 GMT\r\nDate: Mon, 21 Oct 2115 07:28:00 GMT\r\n", 9)]
    [DataRow("Retry-After: Wed, 21 Oct 2015 07:28:09 GMT\r\n", null)]
    [DataRow("Retry-After: Mon, 21 Oct 2115 07:28:09 GMT\r\n", null)]
    [DataRow("Retry-After: soon\r\n", null)]
    [DataRow("", null)]
    public async Task When_to_ask_again_is_read_by_the_services_own_clock_and_bounded(string headers, int? seconds)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(429, "{\"message\":\"slow down\"}", headers));
        using var client = Open(server);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Tool, CancellationToken.None));

        Assert.AreEqual(seconds, (int?)refusal.RetryAfter?.TotalSeconds);
        Assert.IsFalse(refusal.IsPermanent);
    }

    [TestMethod]
    public async Task A_cancelled_call_is_cancelled_and_not_lost()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new ScriptedServer(_ =>
        {
            cancel.Cancel();
            return null;
        });
        using var client = Open(server);

        await Assert.ThrowsAsync<OperationCanceledException>(() => client.GetPackageAsync(Tool, cancel.Token));
    }

    [TestMethod]
    public async Task Neither_credentials_nor_content_follow_a_redirect_of_an_api_call()
    {
        using var elsewhere = new ScriptedServer(_ => ScriptedServer.Json(201, "{\"message\":\"success\"}"));
        using var server = new ScriptedServer(_ => ScriptedServer.Json(307, "", $"Location: {elsewhere.Url}/content\r\n"));
        using var client = Open(server);

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => UploadAsync(client, "alpha"));

        Assert.AreEqual(307, refusal.Status);
        Assert.IsEmpty(elsewhere.Requests);
    }
}
