namespace BintrayPush.Server.Tests.Kills;

/// <summary>How far a push is, as its calls show it.</summary>
internal enum Step
{
    /// <summary>Nothing was asked yet.</summary>
    Starting,

    /// <summary>The repository, the package, the versions, and what they hold.</summary>
    Prepare,

    /// <summary>From the first upload on.</summary>
    Upload,

    /// <summary>The listings after the uploads.</summary>
    Verify,

    /// <summary>From the first publish on.</summary>
    Publish,
}

/// <summary>Who is killed.</summary>
internal enum Victim
{
    /// <summary>The process that pushes.</summary>
    Client,

    /// <summary>The process that is pushed to.</summary>
    Server,
}

/// <summary>A kill that is planned: at a moment of a step, or at the next step's first one if that step has not so many.</summary>
internal sealed record Strike(Victim Victim, Step Step, int Moment);

/// <summary>A kill that was done.</summary>
internal sealed record Struck(Victim Victim, Step Step);
