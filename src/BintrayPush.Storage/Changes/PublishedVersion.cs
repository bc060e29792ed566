namespace BintrayPush.Storage.Changes;

/// <summary>What a version publishes, at one moment.</summary>
/// <param name="Key">What names it among those of its repository, for as long as the store lives.</param>
/// <param name="Address">The version.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Files">Its published files; none if nothing of it is published.</param>
public sealed record PublishedVersion(
    string Key, VersionAddress Address, IReadOnlyList<AttributeValues> Attributes, IReadOnlyList<RepositoryFile> Files);
