namespace BintrayPush.Storage.Records;

/// <summary>How far an index has followed the changes of a repository.</summary>
/// <param name="RepositoryId">The repository: one of the same name that was made later has another.</param>
/// <param name="Entry">The last entry that it knows; <see langword="null"/> if there was none.</param>
/// <param name="Open">The releases that were open then: they may have become public since, all of their versions at once.</param>
internal sealed record FollowedChanges(string RepositoryId, string? Entry, IReadOnlyList<ChangeEntry> Open);
