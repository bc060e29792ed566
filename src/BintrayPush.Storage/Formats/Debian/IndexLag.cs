namespace BintrayPush.Storage.Formats.Debian;

/// <summary>Why an index does not show yet what is published.</summary>
internal static class IndexLag
{
    /// <summary>As it is said to whoever has published.</summary>
    public static BintrayException Of(BintrayException cause) =>
        new(cause.Status, $"the Debian index does not show it yet: {cause.Message}", new Cause(cause));

    /// <summary>The same of what stands in no index here, and is followed by others.</summary>
    public static BintrayException OfFeed(BintrayException cause) =>
        new(cause.Status, $"searches and feeds do not show it yet: {cause.Message}", new Cause(cause));

    /// <summary>This program reads no packages.</summary>
    public static BintrayException NoReader() => new(
        BintrayException.Unavailable, "this program makes no index. 'bintray reindex', the next opening by 'bintray' and a server do");

    public static bool IsCauseOf(BintrayException failure) => failure.InnerException is Cause;

    private sealed class Cause(BintrayException cause) : Exception(cause.Message, cause);
}
