using System.Text.Json;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Staging;

/// <summary>
/// The names on the wire of NuGet's staging protocol (NuGet/Home, "Staging APIs"), all of them in one place. What it has no name for is
/// this server's own: the address of the feed of a group.
/// </summary>
internal static class StagingJson
{
    /// <summary>The part of a form that names the group.</summary>
    public const string GroupPart = "groupId";

    /// <summary>The part of a form, and the segment of a path, of packages.</summary>
    public const string Package = "package";

    /// <summary>The part of a form, and the segment of a path, of symbols.</summary>
    public const string Symbols = "symbols";

    private const string Id = "id";
    private const string Name = "name";
    private const int LongestName = 256;

    /// <summary>A group.</summary>
    /// <param name="Release">The release that it is.</param>
    /// <param name="CanPromote">Whether a promotion would publish it.</param>
    /// <param name="Count">How many packages and symbols it has, if they were counted.</param>
    /// <param name="Feed">The service index of its feed.</param>
    internal sealed record Group(StagedRelease Release, bool CanPromote, int? Count, string Feed)
    {
        public IReadOnlyList<Blocker> Blockers { get; init; } = [];
    }

    /// <summary>The id and the name of a group that is to be made.</summary>
    /// <exception cref="BintrayException">400: one of them is missing, or no name.</exception>
    public static (string Id, string Name) ReadGroup(Fields fields) => (
        fields.Text(Id) is { Length: > 0 } id ? id : throw Refusal.BadRequest($"'{Id}' must be the id of the group"),
        ReadName(fields));

    /// <summary>The name that a group gets.</summary>
    /// <exception cref="BintrayException">400: it is missing, or no name.</exception>
    public static string ReadName(Fields fields)
    {
        var name = fields.Text(Name)?.Trim() ?? "";
        return name.Length is > 0 and <= LongestName && !name.Any(char.IsControl)
            ? name
            : throw Refusal.BadRequest($"'{Name}' must be a name on one line, of {LongestName} characters at most");
    }

    /// <summary>Writes a package or its symbols.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="artifact">What was staged.</param>
    /// <param name="state">How far it is.</param>
    /// <param name="feed">The service index of the feed of its group.</param>
    public static void Write(Utf8JsonWriter json, StagedArtifact artifact, ArtifactState state, string feed)
    {
        json.WriteStartObject();
        WriteIdentity(json, artifact.Id, artifact.Version, artifact.IsSymbols, state);
        json.WritePropertyName("group");
        if (StagedGroups.IsGroup(artifact.Release))
        {
            Write(json, new Group(artifact.Release, state.CanPromote, null, feed));
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes what is public already with the same bytes: there is nothing to be staged.</summary>
    public static void WritePublic(Utf8JsonWriter json, string id, VersionAddress version, bool isSymbols)
    {
        json.WriteStartObject();
        WriteIdentity(json, id, version, isSymbols, new ArtifactState(ArtifactState.Succeeded, []));
        json.WriteNull("group");
        json.WriteEndObject();
    }

    /// <summary>Writes a group.</summary>
    public static void Write(Utf8JsonWriter json, Group group)
    {
        var release = group.Release;
        json.WriteStartObject();
        json.WriteString(Id, release.Address.Id.Name);
        json.WriteString(Name, release.Name ?? release.Address.Id.Name);
        json.WriteBoolean("canPromote", group.CanPromote);
        json.WriteIfKnown("itemCount", group.Count);
        Write(json, group.Blockers);
        json.WriteString("owner", release.Address.Subject);
        json.WriteDate("created", release.Started);
        json.WriteString("stagedFeed", group.Feed);
        json.WriteEndObject();
    }

    /// <summary>Writes a page of a list.</summary>
    public static void WritePage<T>(Utf8JsonWriter json, StagingPage<T> page, Action<T> write)
    {
        json.WriteStartArray("items");
        foreach (var item in page.Items)
        {
            write(item);
        }

        json.WriteEndArray();
        json.WriteNumber("page", page.Number);
        json.WriteNumber("pageSize", page.Size);
        json.WriteNumber("totalCount", page.Total);
    }

    private static void WriteIdentity(Utf8JsonWriter json, string id, VersionAddress version, bool isSymbols, ArtifactState state)
    {
        json.WriteString(Id, id);
        json.WriteString("version", version.Name);
        json.WriteString("kind", isSymbols ? Symbols : Package);
        json.WriteString("status", state.Status);
        if (!isSymbols)
        {
            json.WriteBoolean("listed", true);
        }

        json.WriteBoolean("canPromote", state.CanPromote);
        Write(json, state.Blockers);
        json.WriteString("owner", version.Repository.Subject);
        if (state.Uploaded is { } uploaded)
        {
            // What arrives is looked at as a whole before it is stored.
            json.WriteDate("uploaded", uploaded);
            json.WriteDate("validated", uploaded);
        }
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<Blocker> blockers)
    {
        json.WriteStartArray("blockers");
        foreach (var blocker in blockers)
        {
            json.WriteStartObject();
            json.WriteString("code", blocker.Code);
            json.WriteString("message", blocker.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
