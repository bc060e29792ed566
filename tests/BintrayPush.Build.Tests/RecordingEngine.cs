using System.Collections;
using Microsoft.Build.Framework;

namespace BintrayPush.Build.Tests;

/// <summary>The build that a task under test runs in: it keeps what the task says.</summary>
internal sealed class RecordingEngine : IBuildEngine
{
    private readonly List<BuildEventArgs> _events = [];

    public IReadOnlyList<BuildErrorEventArgs> Errors => [.. _events.OfType<BuildErrorEventArgs>()];

    public IReadOnlyList<BuildWarningEventArgs> Warnings => [.. _events.OfType<BuildWarningEventArgs>()];

    public IReadOnlyList<string> HighMessages =>
        [.. _events.OfType<BuildMessageEventArgs>().Where(message => message.Importance == MessageImportance.High).Select(message => message.Message ?? "")];

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
        (occurrence as BuildErrorEventArgs)?.File ?? (occurrence as BuildWarningEventArgs)?.File ?? (occurrence as BuildMessageEventArgs)?.File,
    }).OfType<string>()];

    /// <summary>Called at each message.</summary>
    public Action<string>? Hears { get; init; }

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 1;

    public int ColumnNumberOfTaskNode => 1;

    public string ProjectFileOfTaskNode => "the.targets";

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => throw new NotSupportedException();

    public void LogErrorEvent(BuildErrorEventArgs e) => Keep(e);

    public void LogWarningEvent(BuildWarningEventArgs e) => Keep(e);

    public void LogMessageEvent(BuildMessageEventArgs e) => Keep(e);

    public void LogCustomEvent(CustomBuildEventArgs e) => Keep(e);

    private void Keep(BuildEventArgs occurrence)
    {
        lock (_events)
        {
            _events.Add(occurrence);
        }

        Hears?.Invoke(occurrence.Message ?? "");
    }
}
