namespace BintrayPush.Storage.Records;

/// <summary>What a version will have published, once a release is committed.</summary>
/// <param name="Manifest"><c>vuid/commit</c>.</param>
/// <param name="Release">The key of the release's record.</param>
/// <param name="Prepared">When it was prepared.</param>
/// <param name="IsFollowed">
/// Whether plain files follow what is published: then it must not be forgotten what they may show of the manifest before.
/// </param>
internal sealed record PreparedManifest(string Manifest, string Release, DateTimeOffset Prepared, bool IsFollowed);
