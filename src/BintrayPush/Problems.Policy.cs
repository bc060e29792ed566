using BintrayPush.Api;
namespace BintrayPush;

/// <content>What the environment, the user's settings and the administrator's say of pushes.</content>
internal static partial class Problems
{
    public static Problem SettingsUnusable(string file, Exception fault) => Error(
        "BTP1095", $"The settings in {file} cannot be used: {Sentence(fault.Message)} Nothing is pushed, since they may forbid it.", file);

    public static Problem VariableUnusable(string name, string value, string valid) => Error(
        "BTP1007", $"{name} in the environment is '{LogText.Shorten(value)}'. Valid values: {valid}.");
}

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
        "BTP1097", Severity.Message, $"A push from this machine may have {limit} files at most: {file} says so, and BintrayMaxFiles does not count above it.", file);
}
