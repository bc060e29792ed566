namespace BintrayPush.Pushing;

/// <summary>How hard a push may work.</summary>
public sealed record PushLimits
{
    /// <summary>The most uploads at one time.</summary>
    public int MaxParallelUploads { get; init; } = 8;
}
