namespace BintrayPush.Server.Feed.Index;

/// <summary>A published package of a feed.</summary>
/// <param name="Package">What the feed shows.</param>
/// <param name="Version">The version that has published it.</param>
/// <param name="Sha256">The SHA-256 of its bytes.</param>
internal sealed record FeedFile(BintrayPush.Feed.Model.FeedPackage Package, VersionAddress Version, string Sha256);
