using BintrayPush.Messages;

namespace BintrayPush.Planning;

/// <summary>What a push says of the policy of its machine.</summary>
public static class PolicyProblems
{
    /// <summary>Nothing is pushed, and that is no failure.</summary>
    /// <param name="by">Who says so.</param>
    public static Problem Disabled(string by) => new("BTP1096", Severity.Message, $"Nothing is pushed: {by} turns pushing off.");

    /// <summary>The administrator's limit counts.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="file">Where it stands.</param>
    public static Problem Bound(int limit, string file) => new(
        "BTP1097",
        Severity.Message,
        $"A push from this machine may have {limit} files at most: {file} says so, and {Setting.MaxFiles} does not count above it.",
        file);
}
