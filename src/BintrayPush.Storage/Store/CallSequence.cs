namespace BintrayPush.Storage.Store;

/// <summary>
/// Says of a call that it uses the store in one step after the other, never in several at a time. A store that works on threads of its own
/// need not change between threads after each step then.
/// </summary>
internal static class CallSequence
{
    private static readonly AsyncLocal<bool> Begun = new();

    /// <summary>Whether the running call is one.</summary>
    public static bool IsBegun => Begun.Value;

    /// <summary>Says so of the calling method, if it is asynchronous, and of those that it calls.</summary>
    public static void Begin() => Begun.Value = true;
}
