namespace BintrayPush.Server.Settings;

/// <summary>What a webhook may do and cost (docs/server.md).</summary>
public sealed record WebhookLimits
{
    /// <summary>Whether webhooks may go to this machine and to the private networks around it.</summary>
    public bool ToPrivateAddresses { get; init; }

    /// <summary>How often a call is tried.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>How long one try may take.</summary>
    public TimeSpan OneTry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause before the second try; each one after it is four times as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long all tries and pauses of a call may take together.</summary>
    public TimeSpan TotalTime { get; init; } = TimeSpan.FromSeconds(45);
}
