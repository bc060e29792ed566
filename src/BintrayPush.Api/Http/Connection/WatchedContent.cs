namespace BintrayPush.Api.Http.Connection;

/// <summary>
/// A request body that takes long: each piece that is sent restarts the timeout, and a read that fails is the sender's fault.
/// </summary>
internal abstract class WatchedContent : HttpContent
{
    /// <summary>Why the content could not be read, if it could not: the sender's fault, not the service's.</summary>
    public Exception? ReadFailure { get; protected set; }

    /// <summary>Whether a part of it was sent: it is read once, and cannot be sent again.</summary>
    public bool HasBegun { get; protected set; }

    /// <summary>Gets the signs of life.</summary>
    protected SilenceLimit? Silence { get; private set; }

    public void WatchWith(SilenceLimit silence) => Silence = silence;
}
