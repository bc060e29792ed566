namespace BintrayPush.Build.Programs;

/// <summary>What can be wrong with the program of the package, while a build waits for it.</summary>
internal static class ProgramProblems
{
    public static Problem NotStarted(string program, string fault) => Error(
        "BTP4086",
        $"{Setting.Url} is a bucket, to which the package's own program speaks, and that cannot be run: {fault.TrimEnd('.')} ({program}). "
            + "It needs .NET 8 or later: DOTNET_HOST_PATH, else 'dotnet' of PATH, runs it. If the file is not there or is damaged, delete "
            + "the package from the package folder and restore it anew.");

    public static Problem Died(string fault) => Error(
        "BTP4087",
        $"The program that speaks to the bucket has died: {fault.TrimEnd('.')}. What has arrived until then is not public unless all of it "
            + "is; the same push again does what is missing.");

    public static Problem NotUnderstood(string fault) => Error(
        "BTP4088",
        $"The program that speaks to the bucket says what this build does not understand ({fault.TrimEnd('.')}), and was ended: it is not "
            + "of this package, or something else writes to its output. Delete the package from the package folder, restore it anew, and "
            + "push again, which does what is missing.");

    public static Problem Killed(TimeSpan grace) => new(
        "BTP4089",
        Severity.Warning,
        $"The program that speaks to the bucket did not end within {grace.TotalSeconds:0} seconds after the build was cancelled, and was "
            + "killed. What has arrived until then is not public unless all of it is; the same push again does what is missing.");

    private static Problem Error(string code, string text) => new(code, Severity.Error, text);
}
