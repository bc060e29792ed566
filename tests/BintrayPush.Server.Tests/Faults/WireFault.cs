namespace BintrayPush.Server.Tests.Faults;

/// <summary>What can happen to a call on the line.</summary>
public enum Happening
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The connection is reset, and nobody listens any more: the next ones are refused.</summary>
    Refused,

    /// <summary>It is reset when the head of the request has come.</summary>
    ResetBeforeTheBody,

    /// <summary>It is reset in the middle of the body.</summary>
    ResetInTheBody,

    /// <summary>It is reset when all has come; the service never hears of it.</summary>
    ResetAfterTheBody,

    /// <summary>Nothing comes, and the connection stays open.</summary>
    Silence,

    /// <summary>Somebody in between answers with a status; the service never hears of the call.</summary>
    Status,

    /// <summary>Somebody in between asks to come back in three seconds.</summary>
    TooMany,

    /// <summary>The service did the work, and half of its answer comes.</summary>
    AnswerCut,

    /// <summary>The service did the work, and something that is no JSON comes.</summary>
    AnswerBroken,

    /// <summary>The service did the work, and the connection is reset before a byte of its answer.</summary>
    AnswerLost,

    /// <summary>The service did the work, nothing comes, and the connection stays open.</summary>
    SilenceAfterTheWork,

    /// <summary>A bit of the body is turned over on its way.</summary>
    BytesChanged,

    /// <summary>The service accepts a publish and carries it out when it was looked three times; it announces nothing.</summary>
    SlowPublish,
}

/// <summary>A fault as the table of docs/reliability.md calls it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="What">What happens.</param>
/// <param name="Status">With which status, if it is one.</param>
/// <param name="HoursOff">By how much the service's clock is off, in every date of every answer.</param>
internal sealed record WireFault(string Name, Happening What, int Status = 0, int HoursOff = 0)
{
    public static IReadOnlyList<WireFault> All { get; } =
    [
        new("refused", Happening.Refused),
        new("reset before the body", Happening.ResetBeforeTheBody),
        new("reset inside the body", Happening.ResetInTheBody),
        new("reset after the body", Happening.ResetAfterTheBody),
        new("stall", Happening.Silence),
        new("stall after the work was done", Happening.SilenceAfterTheWork),
        new("truncated answer", Happening.AnswerCut),
        new("broken JSON", Happening.AnswerBroken),
        new("lost answer after the work was done", Happening.AnswerLost),
        .. new[] { 401, 403, 404, 408, 409, 413 }.Select(status => new WireFault($"{status}", Happening.Status, status)),
        new("429 with Retry-After", Happening.TooMany, 429),
        .. new[] { 500, 502, 503 }.Select(status => new WireFault($"{status}", Happening.Status, status)),
        new("corrupted stored bytes: they change on the way", Happening.BytesChanged),
        new("slow publish", Happening.SlowPublish),
        new("clock skew: 12 hours ahead, 429 with Retry-After as a date", Happening.TooMany, 429, 12),
        new("clock skew: 12 hours behind, 429 with Retry-After as a date", Happening.TooMany, 429, -12),
    ];

    /// <summary>Whether it can happen to a call.</summary>
    public bool Concerns(string call) => What switch
    {
        Happening.BytesChanged => call == "upload",
        Happening.SlowPublish => call == "publish",

        // To ask for what is not there yet is answered like that: no fault.
        Happening.Status when Status == 404 => !call.StartsWith("get ", StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>Whether the service hears of the call.</summary>
    public bool IsAfterTheWork => What is Happening.AnswerLost or Happening.AnswerCut or Happening.AnswerBroken
        or Happening.SilenceAfterTheWork;
}
