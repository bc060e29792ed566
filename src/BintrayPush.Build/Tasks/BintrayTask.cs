using System.Diagnostics.CodeAnalysis;
using BintrayPush.Report;
using MSBuildTask = Microsoft.Build.Utilities.Task;

namespace BintrayPush.Build.Tasks;

/// <summary>What the tasks share: they can be cancelled, and whatever goes wrong ends as an error with a code.</summary>
public abstract class BintrayTask : MSBuildTask, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Creates it.</summary>
    private protected BintrayTask() => Log = new BuildLog(base.Log);

    /// <summary>Gets the log. It takes the place of MSBuild's own, so that no task says anything that was not cleaned.</summary>
    private protected new BuildLog Log { get; }

    /// <summary>The project's folder, against which relative paths are read: a task has no current directory of its own.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>The project's file, which messages name; without it they name the file that calls the task.</summary>
    public string? ProjectFile { get; set; }

    /// <summary>How environment variables are read; another way in tests, which share their process.</summary>
    internal Func<string, string?> EnvironmentVariable { get; set; } = Environment.GetEnvironmentVariable;

    /// <inheritdoc/>
    [SuppressMessage(
        "Design", "CA1031", Justification = "An exception that leaves a task prints a stack trace and whatever its message holds.")]
    public sealed override bool Execute()
    {
        if (!string.IsNullOrWhiteSpace(ProjectFile))
        {
            Log.PlaceIn(ProjectFile!);
        }

        try
        {
            Log.IsReadBy(BuildServerLog.Of(EnvironmentVariable));
            System.Threading.Tasks.Task.Run(() => RunAsync(_cancellation.Token)).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
        }
        catch (Exception cause)
        {
            Log.LogProblems([Texts.Unexpected(cause)]);
            Log.LogDetails(cause);
        }

        return !Log.HasLoggedErrors && !_cancellation.IsCancellationRequested;
    }

    /// <summary>Ends the work; MSBuild calls it on Ctrl+C.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Does the work; errors go to the log.</summary>
    private protected abstract System.Threading.Tasks.Task RunAsync(CancellationToken cancellation);

    /// <summary>Whether this build treats a warning as an error: what the log will say counts before anything is written.</summary>
    internal bool TreatsAsError(string code) => BuildEngine is IBuildEngine8 engine && engine.ShouldTreatWarningAsError(code);

    /// <summary>A property as the command line gave it; nothing if it did not.</summary>
    internal string? GlobalProperty(string name) =>
        BuildEngine is IBuildEngine6 engine && engine.GetGlobalProperties().TryGetValue(name, out var value) ? value : null;

    /// <summary>A path as an absolute one.</summary>
    internal string Absolute(string path) => Path.GetFullPath(Path.Combine(ProjectDirectory, path));
}
