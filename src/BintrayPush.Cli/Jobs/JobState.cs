namespace BintrayPush.Cli.Jobs;

/// <summary>How far a job is.</summary>
internal enum JobState
{
    /// <summary>Its files are copied; its process has not begun.</summary>
    Queued,

    /// <summary>Its process pushes.</summary>
    Running,

    /// <summary>Everything that was planned is done.</summary>
    Done,

    /// <summary>Something that was planned is not done.</summary>
    Failed,

    /// <summary>Somebody ended it.</summary>
    Cancelled,

    /// <summary>Its process is gone and has left no word.</summary>
    Crashed,
}
