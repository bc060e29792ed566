namespace BintrayPush.Feed.StaticFeeds;

/// <summary>What has become of the files of a static feed.</summary>
/// <param name="Ids">The ids that it shows.</param>
/// <param name="Packages">The packages that it shows.</param>
/// <param name="Written">The files that were written.</param>
/// <param name="Removed">The files that were removed.</param>
public sealed record FeedReport(int Ids, int Packages, int Written, int Removed);
