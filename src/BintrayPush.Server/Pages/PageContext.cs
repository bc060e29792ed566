namespace BintrayPush.Server.Pages;

/// <summary>What every page knows.</summary>
/// <param name="Links">The addresses of the other pages.</param>
/// <param name="User">Who looks at it; <see langword="null"/> for somebody who is not signed in.</param>
public sealed record PageContext(PageLinks Links, string? User);
