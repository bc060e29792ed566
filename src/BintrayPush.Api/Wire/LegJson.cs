using System.Text.Json;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Wire;

/// <summary>Releases that several machines stage, and their legs, as JSON: what client and server send each other.</summary>
public static class LegJson
{
    /// <summary>Writes the field with the versions of a leg.</summary>
    public static void Write(Utf8JsonWriter writer, LegManifest manifest)
    {
        writer.WriteStartArray("versions");
        foreach (var (version, files) in manifest.Versions)
        {
            writer.WriteStartObject();
            Bodies.WriteName(writer, version);
            writer.WriteStartArray("files");
            foreach (var file in files)
            {
                writer.WriteStartObject();
                writer.WriteString("path", file.Path.Value);
                writer.WriteString("sha256", file.Sha256);
                writer.WriteNumber("size", file.Size);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the fields of a release.</summary>
    public static void Write(Utf8JsonWriter writer, StagedRelease release)
    {
        writer.WriteString("id", release.Address.Id.Name);
        if (release.Name is { } name)
        {
            writer.WriteString("name", name);
        }

        writer.WriteString("state", Word(release.State));
        writer.WriteString("started", WireDate.Format(release.Started));
        writer.WriteString("updated", WireDate.Format(release.Updated));
        writer.WriteStartArray("legs");
        foreach (var leg in release.Legs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", leg.Name.Name);
            writer.WriteString("staged", WireDate.Format(leg.Staged));
            writer.WriteNumber("files", leg.Files);
            writer.WriteNumber("size", leg.Size);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>How a state is written.</summary>
    public static string Word(StagedState state) => state switch
    {
        StagedState.Open => "open",
        StagedState.Sealing => "sealing",
        _ => "sealed",
    };

    /// <summary>Reads the files of a leg. Its names come from outside.</summary>
    /// <param name="subject">Whose they are.</param>
    /// <param name="json">The object.</param>
    /// <exception cref="FormatException">It is no such object; the message says why.</exception>
    public static LegManifest ReadManifest(string subject, JsonElement json) =>
        new([.. Items(json, "versions").Select(version => ReadVersion(subject, version))]);

    internal static StagedRelease ReadRelease(string subject, JsonElement json) => new()
    {
        Address = ReleaseAddress.Of(subject, ReleaseId.Of(Text(json, "id"))),
        Name = json.TryGetProperty("name", out _) ? Text(json, "name") : null,
        State = Text(json, "state") switch
        {
            "open" => StagedState.Open,
            "sealing" => StagedState.Sealing,
            "sealed" => StagedState.Sealed,
            _ => throw new FormatException("a release is in a state that has no meaning"),
        },
        Started = Date(json, "started"),
        Updated = Date(json, "updated"),
        Legs =
        [
            .. Items(json, "legs").Select(leg => new StagedLeg(
                LegName.Of(Text(leg, "name")),
                Date(leg, "staged"),
                (int)Math.Min(Number(leg, "files"), int.MaxValue),
                Number(leg, "size"))),
        ],
    };

    private static LegVersion ReadVersion(string subject, JsonElement json)
    {
        var package = PackageAddress.Of(RepositoryAddress.Of(subject, Text(json, "repo")), Text(json, "package"));
        return new LegVersion(VersionAddress.Of(package, Text(json, "version")), [.. Items(json, "files").Select(ReadFile)]);
    }

    private static LegFile ReadFile(JsonElement json) =>
        new(RepositoryPath.Of(Text(json, "path")), Sha256(Text(json, "sha256").ToLowerInvariant()), Number(json, "size"));

    private static string Sha256(string text) => text.Length == 64 && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'))
        ? text
        : throw new FormatException("a sha256 is not 64 hexadecimal digits");

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : throw new FormatException($"'{name}' must be a list");

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String
            ? field.GetString()!
            : throw new FormatException($"'{name}' must be a text");

    private static long Number(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.Number
            && field.TryGetInt64(out var number) && number >= 0
            ? number
            : throw new FormatException($"'{name}' must be a whole number from 0 up");

    private static DateTimeOffset Date(JsonElement json, string name) =>
        WireDate.TryParse(Text(json, name), out var date) ? date : throw new FormatException($"'{name}' must be a date");
}
