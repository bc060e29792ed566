namespace BintrayPush.Push.Steps;

/// <summary>What files say of themselves: now if they are public, else as soon as somebody publishes them.</summary>
internal sealed class ListStep : IPushStep
{
    public string Name => "publish";

    /// <summary>Also where a version could not be published: what waits of it may be published later, by anybody.</summary>
    public bool IsDue(PushSession session) => !session.HasFailedOutside("publish");

    public Task RunAsync(PushSession session) => new FileMetadata(session).AddAsync(session.Versions);
}
