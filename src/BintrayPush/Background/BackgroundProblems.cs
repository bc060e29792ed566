using BintrayPush.Messages;

namespace BintrayPush.Background;

/// <summary>What can be wrong with the wish to push in the background.</summary>
public static class BackgroundProblems
{
    /// <summary>A build server kills what is left running when its build ends.</summary>
    /// <param name="sign">The variable that says that this is one.</param>
    public static Problem OnBuildServer(string sign) => ProblemText.Error(
        "BTP6001",
        $"{Setting.Background.On} on a build server ({sign} is set): it kills what still runs when the build ends, and the push would be "
            + $"lost with nobody told. Nothing was pushed. Push without {Setting.Background}, or set {Setting.BackgroundForced} if this "
            + "machine lets processes live.");
}
