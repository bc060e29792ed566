using BintrayPush.Build.Tasks;

namespace BintrayPush.Build;

/// <summary>Logs an error of our targets where the project has its cause. MSBuild's own Error task knows no line.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReportBintrayProblem : BintrayTask
{
    /// <summary>Its code, <c>BTP1007</c> for one.</summary>
    [Required]
    public string Code { get; set; } = "";

    /// <summary>What is wrong; the settings that it names are looked for in the project.</summary>
    [Required]
    public string Text { get; set; } = "";

    private protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellation)
    {
        Log.LogProblems([new Problem(Code, Severity.Error, Text)]);
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
