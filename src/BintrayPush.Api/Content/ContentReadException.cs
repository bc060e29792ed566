namespace BintrayPush.Api.Content;

/// <summary>The content of an upload could not be read: the fault is at the sender, not at the service.</summary>
public sealed class ContentReadException(Exception cause) : IOException(cause.Message, cause)
{
    internal static bool IsCausedBy(Exception exception) =>
        exception is (IOException or UnauthorizedAccessException) and not ContentReadException;
}
