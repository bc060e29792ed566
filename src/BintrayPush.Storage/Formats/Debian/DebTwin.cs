namespace BintrayPush.Storage.Formats.Debian;

/// <summary>Two packages of one identity with other bytes, which a distribution cannot both have.</summary>
/// <param name="Identity">What both are.</param>
/// <param name="Distribution">Where.</param>
/// <param name="Path">The one that comes.</param>
/// <param name="Other">The path of the other one.</param>
/// <param name="OtherSha256">Its bytes.</param>
/// <param name="IsPublished">Whether the other one was in the index; else both come.</param>
internal sealed record DebTwin(
    DebIdentity Identity, string Distribution, string Path, string Other, string OtherSha256, bool IsPublished);
