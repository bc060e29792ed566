namespace BintrayPush.Messages;

/// <summary>Which exceptions are failures of the outside world, to be reported with a code, and which are bugs.</summary>
internal static class Failure
{
    public static bool IsExpected(Exception exception) => exception is BintrayException or IOException or UnauthorizedAccessException;
}
