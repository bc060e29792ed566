namespace BintrayPush.Server.Staging;

/// <summary>How far a staged package is.</summary>
/// <param name="Status">The protocol's word for it.</param>
/// <param name="Blockers">What is in the way of its promotion.</param>
internal sealed record ArtifactState(string Status, IReadOnlyList<Blocker> Blockers)
{
    /// <summary>It waits to be promoted. What arrives is looked at before it is stored, so nothing waits to be validated.</summary>
    public const string Ready = "ready";

    /// <summary>It is being published.</summary>
    public const string Promoting = "promoting";

    /// <summary>It is public.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>It could not be published as it was staged.</summary>
    public const string Failed = "promotionFailed";

    /// <summary>When its bytes arrived.</summary>
    public DateTimeOffset? Uploaded { get; init; }

    /// <summary>Whether a promotion would publish it.</summary>
    public bool CanPromote => Status is Ready or Promoting && Blockers.Count == 0;
}

/// <summary>What is in the way of a promotion.</summary>
/// <param name="Code">What it is, for programs.</param>
/// <param name="Message">What it is, for people.</param>
internal sealed record Blocker(string Code, string Message);
