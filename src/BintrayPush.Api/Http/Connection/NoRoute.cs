namespace BintrayPush.Api.Http.Connection;

/// <summary>
/// What <c>bintray-server</c> says of a path that no call has. What is missing below a call is said in Bintray's own words instead, so a
/// client knows whether it was the API that it asked.
/// </summary>
public static class NoRoute
{
    private const string Beginning = "There is nothing at '";

    /// <summary>The message for a path.</summary>
    public static string Words(string path) => $"{Beginning}{path}'";

    /// <summary>Whether a message is one of these.</summary>
    public static bool Is(string message) => message.StartsWith(Beginning, StringComparison.Ordinal);
}
