namespace BintrayPush.Report;

/// <summary>How a push ended.</summary>
public enum PushState
{
    /// <summary>Everything that was planned is done.</summary>
    Done,

    /// <summary>Something was tried and failed.</summary>
    Failed,

    /// <summary>It did not begin: what was ordered cannot be carried out.</summary>
    Refused,

    /// <summary>Somebody ended it.</summary>
    Cancelled,
}

/// <summary>The words for it.</summary>
public static class PushStates
{
    /// <summary>How a report begins that tells people of a push.</summary>
    public static string Word(this Receipt receipt) =>
        receipt is { State: PushState.Done, Leg.IsStaged: true } ? Staged : receipt.State.Word();

    /// <summary>The word for a push that has staged a leg: nothing of it is public yet.</summary>
    public const string Staged = "Staged";

    /// <summary>How a report begins that tells people of a push.</summary>
    public static string Word(this PushState state) => state switch
    {
        PushState.Done => "Pushed",
        PushState.Failed => "Failed",
        PushState.Refused => "Not begun",
        _ => "Cancelled",
    };
}
