namespace BintrayPush.Api.Failures;

/// <summary>The header by which a service says when it wants to be asked again: a number of seconds, or a moment.</summary>
internal static class RetryAfter
{
    /// <summary>The longest wait before the next attempt of a build, whatever a service asks for.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>What an answer asks for, within bounds; <see langword="null"/> if it does not ask.</summary>
    public static TimeSpan? Of(HttpResponseMessage response)
    {
        // Measured by the service's own clock alone, as the clock here may be hours from it: a moment without the time it was said at says
        // nothing.
        var asked = response.Headers.RetryAfter is { } header ? header.Delta ?? (header.Date - response.Headers.Date) : null;
        return asked is not { } wait ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
    }
}
