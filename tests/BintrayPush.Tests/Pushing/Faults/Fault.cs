using BintrayPush.Api.Failures;

namespace BintrayPush.Tests.Pushing.Faults;

/// <summary>Something that goes wrong with a call.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="AfterTheWork">Whether the service did what was asked, and only its answer is lost.</param>
/// <param name="Answer">What the caller gets.</param>
internal sealed record Fault(string Name, bool AfterTheWork, Func<Exception> Answer)
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            "no connection, or lost before the work",
            false,
            () => new BintrayException(BintrayException.NoAnswer, "the connection was refused") { Failure = CallFailure.Unreachable }),
        new(
            "lost, cut or unreadable answer after the work",
            true,
            () => new BintrayException(BintrayException.NoAnswer, "the answer broke off") { Failure = CallFailure.BrokenOff }),
        new(
            "silence",
            false,
            () =>
                new BintrayException(
                    BintrayException.NoAnswer,
                    "silent for 150 seconds",
                    new OperationCanceledException()) { Failure = CallFailure.Silent }),
        new(
            "silence after the work",
            true,
            () =>
                new BintrayException(
                    BintrayException.NoAnswer,
                    "silent for 150 seconds",
                    new OperationCanceledException()) { Failure = CallFailure.Silent }),
        new(
            "certificate not trusted",
            false,
            () => new BintrayException(BintrayException.NoAnswer, "who are you?") { Failure = CallFailure.CertificateUntrusted }),
        Refusal(400),
        Refusal(401),
        Refusal(403),
        Refusal(404),
        new("408 after the work", true, () => new BintrayException(408, "still working")),
        Refusal(409),
        Refusal(413),
        new("429 with Retry-After", false, () => new BintrayException(429, "slow down") { RetryAfter = TimeSpan.FromSeconds(7) }),
        Refusal(500),
        Refusal(502),
        Refusal(503),
        new("503 after the work", true, () => new BintrayException(503, "gone")),
    ];

    private static Fault Refusal(int status) => new($"{status}", false, () => new BintrayException(status, "no"));
}
