namespace BintrayPush.Server.Tests.Limits;

/// <summary>
/// A file as its only writer knows it. What was acknowledged is certain; a request that was never answered may or may not have
/// happened, and leaves two possibilities until somebody looks.
/// </summary>
internal sealed class KnownFile(string version, string path)
{
    private string? _asked;
    private bool _askedForPublic;

    public string Version => version;

    public string Path => path;

    /// <summary>What publishers see; <see langword="null"/> if there is nothing.</summary>
    public string? Latest { get; private set; }

    /// <summary>What everybody sees; <see langword="null"/> if there is nothing.</summary>
    public string? Public { get; private set; }

    public bool IsPending => Latest != Public;

    /// <summary>Whether anything was asked for since somebody looked.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>A request to upload, or to publish what is there, is about to be sent.</summary>
    public void Ask(string content, bool isPublic) => (_asked, _askedForPublic, IsTouched) = (content, isPublic, true);

    /// <summary>It was answered with a success.</summary>
    public void Acknowledge() => (Latest, Public, _asked) = (_asked, _askedForPublic ? _asked : Public, null);

    /// <summary>Compares what is there with what must be, and takes it for certain from then on.</summary>
    public void Settle(string? latest, string? shown, string context)
    {
        // A publish is one commit after the upload's, so "uploaded and not yet public" is possible too.
        var mayBeNew = _asked is not null && latest == _asked;
        Assert.IsTrue(
            latest == Latest || mayBeNew, $"{context}: {path} was acknowledged as '{Latest}', asked for '{_asked}', and is '{latest}'");
        Assert.IsTrue(
            shown == Public || (mayBeNew && _askedForPublic && shown == _asked),
            $"{context}: {path} was published as '{Public}', asked for '{_asked}', and shows '{shown}'");
        (Latest, Public, _asked, IsTouched) = (latest, shown, null, false);
    }
}
