namespace BintrayPush.Server.Pages;

/// <summary>An API key in the list of its owner.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scope">The most that it may be used for; <see langword="null"/> for all that its user may do.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">Its end, if it has one.</param>
/// <param name="IsOver">Whether that is past.</param>
/// <param name="Used">The day on which it was used last, as far as is known.</param>
/// <param name="IsOwn">Whether the reader is signed in with it.</param>
/// <param name="MayRemove">Whether the reader may remove it.</param>
public sealed record KeyLine(
    string Name, string? Scope, DateTimeOffset Created, DateTimeOffset? Expires, bool IsOver, string? Used, bool IsOwn, bool MayRemove);

/// <summary>A key that was just made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Secret">The key itself, which is shown once.</param>
public sealed record MadeKey(string Name, string Secret);
