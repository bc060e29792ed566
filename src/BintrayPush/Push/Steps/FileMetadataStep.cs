namespace BintrayPush.Push.Steps;

/// <summary>Sets the metadata of files: at once if they are public, else for their publish.</summary>
internal sealed class FileMetadataStep : IPushStep
{
    /// <summary>What it does is part of making files public: the time and the failures are counted there.</summary>
    public string Name => "publish";

    /// <summary>Also where a version could not be published: what waits of it may be published later, by anybody.</summary>
    public bool IsDue(PushSession session) => !session.HasFailedOutside("publish");

    public Task RunAsync(PushSession session) => new FileMetadata(session).AddAsync(session.Versions);
}
