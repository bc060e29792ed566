namespace BintrayPush.Server.Retention;

/// <summary>Which versions of a package are to go: those of which every rule that was given says so.</summary>
/// <param name="KeepLast">How many of the newest stay; <see langword="null"/> if their number does not matter.</param>
/// <param name="OlderThan">How long nothing must have arrived in a version; <see langword="null"/> if its age does not matter.</param>
/// <param name="PrereleaseOnly">Whether only pre-releases go, and only they are counted.</param>
internal sealed record RetentionRules(int? KeepLast, TimeSpan? OlderThan, bool PrereleaseOnly);

/// <summary>What is to be known of a version.</summary>
/// <param name="Name">Its name.</param>
/// <param name="LastFile">When the last of its files arrived.</param>
internal sealed record RetainedVersion(string Name, DateTimeOffset LastFile);
