namespace BintrayPush.Server.Settings;

/// <summary>Which versions of a package are to go: those of which every rule that was given says so.</summary>
/// <param name="KeepLast">How many of the newest stay; <see langword="null"/> if their number does not matter.</param>
/// <param name="OlderThan">How long nothing must have arrived in a version; <see langword="null"/> if its age does not matter.</param>
/// <param name="PrereleaseOnly">Whether only pre-releases go, and only they are counted.</param>
public sealed record RetentionRules(int? KeepLast, TimeSpan? OlderThan, bool PrereleaseOnly);

/// <summary>A repository whose versions go by rules.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Rules">Its rules.</param>
public sealed record RepositoryRetention(RepositoryAddress Repository, RetentionRules Rules);
