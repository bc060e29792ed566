using System.Collections;
using Microsoft.Build.Framework;

namespace BintrayPush.Build.Tests;

/// <summary>The build that a task under test runs in: it keeps what the task says.</summary>
internal sealed class RecordingEngine : IBuildEngine8
{
    private readonly List<BuildEventArgs> _events = [];

    public IReadOnlyList<BuildErrorEventArgs> Errors => [.. _events.OfType<BuildErrorEventArgs>()];

    public IReadOnlyList<BuildWarningEventArgs> Warnings => [.. _events.OfType<BuildWarningEventArgs>()];

    public IReadOnlyList<string> HighMessages =>
        [.. _events.OfType<BuildMessageEventArgs>().Where(
            message => message.Importance == MessageImportance.High).Select(message => message.Message ?? "")];

    /// <summary>Everything that was said, with all that goes with it.</summary>
    public string Everything => string.Join("\n", _events.Select(occurrence => occurrence switch
    {
        BuildErrorEventArgs error => $"{error.Code} {error.File} {error.Message}",
        BuildWarningEventArgs warning => $"{warning.Code} {warning.File} {warning.Message}",
        _ => occurrence.Message,
    }));

    /// <summary>The texts and file names of everything that was said, as loggers get them.</summary>
    public IReadOnlyList<string> Lines => [.. _events.SelectMany(occurrence => new[]
    {
        occurrence.Message,
        (occurrence as BuildErrorEventArgs)?.File ?? (occurrence as BuildWarningEventArgs)?.File
            ?? (occurrence as BuildMessageEventArgs)?.File,
    }).OfType<string>()];

    /// <summary>Called at each message.</summary>
    public Action<string>? Hears { get; init; }

    /// <summary>What the command line gave with <c>-p:</c>.</summary>
    public Dictionary<string, string> GlobalProperties { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The warnings that this build treats as errors.</summary>
    public HashSet<string> WarningsAsErrors { get; } = [];

    public bool AllowFailureWithoutError { get; set; }

    public bool IsRunningMultipleNodes => false;

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 1;

    public int ColumnNumberOfTaskNode => 1;

    public string ProjectFileOfTaskNode => "the.targets";

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
        throw new NotSupportedException();

    public void LogErrorEvent(BuildErrorEventArgs e) => Keep(e);

    public void LogWarningEvent(BuildWarningEventArgs e) => Keep(e);

    public void LogMessageEvent(BuildMessageEventArgs e) => Keep(e);

    public void LogCustomEvent(CustomBuildEventArgs e) => Keep(e);

    public IReadOnlyDictionary<string, string> GetGlobalProperties() => GlobalProperties;

    public bool ShouldTreatWarningAsError(string warningCode) => WarningsAsErrors.Contains(warningCode);

    public bool BuildProjectFile(
        string projectFileName,
        string[] targetNames,
        IDictionary globalProperties,
        IDictionary targetOutputs,
        string toolsVersion) => throw new NotSupportedException();

    public bool BuildProjectFilesInParallel(
        string[] projectFileNames,
        string[] targetNames,
        IDictionary[] globalProperties,
        IDictionary[] targetOutputsPerProject,
        string[] toolsVersion,
        bool useResultsCache,
        bool unloadProjectsOnCompletion) =>
        throw new NotSupportedException();

    public BuildEngineResult BuildProjectFilesInParallel(
        string[] projectFileNames,
        string[] targetNames,
        IDictionary[] globalProperties,
        IList<string>[] removeGlobalProperties,
        string[] toolsVersion,
        bool returnTargetOutputs) =>
        throw new NotSupportedException();

    public void Yield()
    {
    }

    public void Reacquire()
    {
    }

    public void RegisterTaskObject(object key, object obj, RegisteredTaskObjectLifetime lifetime, bool allowEarlyCollection)
    {
    }

    public object GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => null!;

    public object UnregisterTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => null!;

    public void LogTelemetry(string eventName, IDictionary<string, string> properties)
    {
    }

    private void Keep(BuildEventArgs occurrence)
    {
        lock (_events)
        {
            _events.Add(occurrence);
        }

        Hears?.Invoke(occurrence.Message ?? "");
    }
}
