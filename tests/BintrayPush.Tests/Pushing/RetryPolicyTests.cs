using BintrayPush.Api.Failures;
using BintrayPush.Retry;
using BintrayPush.Transfer;

namespace BintrayPush.Tests.Pushing;

/// <summary>Which failures are tried again, and when.</summary>
[TestClass]
public sealed class RetryPolicyTests
{
    [TestMethod]
    [DataRow(0, true)]
    [DataRow(408, true)]
    [DataRow(429, true)]
    [DataRow(500, true)]
    [DataRow(502, true)]
    [DataRow(503, true)]
    [DataRow(301, false)]
    [DataRow(400, false)]
    [DataRow(401, false)]
    [DataRow(403, false)]
    [DataRow(404, false)]
    [DataRow(409, false)]
    [DataRow(413, false)]
    public void Only_what_may_pass_is_tried_again(int status, bool again) =>
        Assert.AreEqual(again, RetryPolicy.IsTransient(new BintrayException(status, "no")));

    [TestMethod]
    public void Distrust_does_not_pass() =>
        Assert.IsFalse(
            RetryPolicy.IsTransient(
                new BintrayException(BintrayException.NoAnswer, "who are you?") { Failure = CallFailure.CertificateUntrusted }));

    [TestMethod]
    public void The_pause_doubles_up_to_half_a_minute_and_is_spread_over_its_second_half()
    {
        CollectionAssert.AreEqual(
            new[] { 0.5, 1, 2, 4, 8, 16, 30, 30 }, Enumerable.Range(1, 8).Select(made => RetryPolicy.Pause(made, null, 1).TotalSeconds)
                .ToArray());
        Assert.AreEqual(4, RetryPolicy.Pause(5, null, 0).TotalSeconds);
    }

    [TestMethod]
    public void The_pause_is_never_shorter_than_the_service_asks()
    {
        Assert.AreEqual(20, RetryPolicy.Pause(1, TimeSpan.FromSeconds(20), 0).TotalSeconds);
        Assert.AreEqual(8, RetryPolicy.Pause(5, TimeSpan.FromSeconds(1), 1).TotalSeconds);
    }

    [TestMethod]
    public async Task The_width_is_halved_once_per_crowd_and_given_back_slowly()
    {
        var width = new UploadWidth(8);
        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => width.EnterAsync(CancellationToken.None)));
        var next = width.EnterAsync(CancellationToken.None);
        foreach (var entered in together)
        {
            width.Halve(entered);
        }

        Assert.AreEqual(4, width.Places);
        for (var i = 0; i < 4; i++)
        {
            width.Leave();
        }

        Assert.IsFalse(next.IsCompleted);
        width.Leave();
        await next;
        for (var i = 0; i < 5; i++)
        {
            width.Widen();
        }

        Assert.AreEqual(5, width.Places);
        for (var i = 0; i < 100; i++)
        {
            width.Widen();
        }

        Assert.AreEqual(8, width.Places);
    }

    [TestMethod]
    public async Task A_wait_for_a_place_can_be_cancelled_and_takes_none()
    {
        using var cancel = new CancellationTokenSource();
        var width = new UploadWidth(1);
        await width.EnterAsync(CancellationToken.None);
        var waiting = width.EnterAsync(cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        width.Leave();
        await width.EnterAsync(CancellationToken.None);
    }
}
