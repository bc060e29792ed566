namespace BintrayPush.Feed.Model;

/// <summary>An id that a search has found.</summary>
/// <param name="Latest">The latest of the versions that were asked for.</param>
/// <param name="Versions">All of these, the lowest first.</param>
/// <param name="Downloads">The downloads of all versions.</param>
public sealed record FoundPackage(FeedPackage Latest, IReadOnlyList<FoundVersion> Versions, long Downloads);

/// <summary>A version of an id that a search has found.</summary>
/// <param name="Full">The version, with its metadata.</param>
/// <param name="Lower">The version as addresses have it.</param>
/// <param name="Downloads">How often it was downloaded.</param>
public sealed record FoundVersion(string Full, string Lower, long Downloads);
