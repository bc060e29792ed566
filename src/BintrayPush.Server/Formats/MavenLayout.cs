using BintrayPush.Server.Http;

namespace BintrayPush.Server.Formats;

/// <summary>
/// Maven's layout: <c>group/.../artifact/version/artifact-version[-classifier].extension</c> (protocol reference 8.1, 16.1).
/// </summary>
internal static class MavenLayout
{
    /// <summary>The file in which Maven lists the versions of an artifact.</summary>
    public const string Metadata = "maven-metadata.xml";

    /// <summary>The version that a path belongs to.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">400: it is not in the layout.</exception>
    public static string VersionOf(IReadOnlyList<string> path) =>
        path is [_, .., var artifact, var version, var file] && path.Count >= 4
            && file.StartsWith($"{artifact}-{version}", StringComparison.Ordinal)
            ? version
            : throw Refusal.BadRequest("Provided artifact path does not comply with Maven's convention");

    /// <summary>Whether a path is Maven's list of versions, or a checksum of it.</summary>
    public static bool IsMetadata(IReadOnlyList<string> path) =>
        path.Count > 0 && (path[^1] == Metadata || path[^1].StartsWith(Metadata + ".", StringComparison.Ordinal));
}
