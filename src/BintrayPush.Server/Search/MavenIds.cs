using System.Text.Json;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Search;

/// <summary>
/// The Maven ids <c>group:artifact</c> of a package, as its files have them in their paths (protocol reference, section 4).
/// </summary>
internal static class MavenIds
{
    public static IReadOnlyList<string> Of(IEnumerable<RepositoryFile> files) =>
        [.. files.Select(file => Of(file.Path.Value)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The id of a file; <see langword="null"/> if its path is none of Maven's.</summary>
    public static string? Of(string file)
    {
        var path = file.Split('/');
        return path.Length >= 4 && path[^1].StartsWith($"{path[^3]}-{path[^2]}", StringComparison.Ordinal)
            ? $"{string.Join('.', path[..^3])}:{path[^3]}"
            : null;
    }

    public static bool Fits(string id, string? group, string? artifact, string? any)
    {
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        return (group is null || NamePattern.Fits(group, id[..colon]))
            && (artifact is null || NamePattern.Fits(artifact, id[(colon + 1)..]))
            && (any is null || NamePattern.IsIn(any, id));
    }

    public static void Write(Utf8JsonWriter json, Package package, IReadOnlyList<string> ids)
    {
        json.WriteStartObject();
        json.WriteString("name", package.Address.Name);
        json.WriteString("repo", package.Address.Repository.Name);
        json.WriteString("owner", package.Address.Repository.Subject);
        json.WriteString("desc", package.Details.Description ?? "");
        json.WriteStrings("system_ids", ids);
        json.WriteStrings("versions", package.Versions);
        json.WriteString("latest_version", package.Versions.Count > 0 ? package.Versions[0] : null);
        json.WriteEndObject();
    }
}
