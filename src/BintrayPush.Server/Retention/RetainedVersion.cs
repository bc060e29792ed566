namespace BintrayPush.Server.Retention;

/// <summary>What is to be known of a version.</summary>
/// <param name="Name">Its name.</param>
/// <param name="LastFile">When the last of its files arrived.</param>
internal sealed record RetainedVersion(string Name, DateTimeOffset LastFile);
