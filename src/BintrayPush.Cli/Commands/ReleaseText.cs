using System.Globalization;
using System.Text.Json;
using BintrayPush.Api.Wire;
using BintrayPush.Cli.Output;

namespace BintrayPush.Cli.Commands;

/// <summary>A release that several machines stage, as people and as programs read it.</summary>
internal static class ReleaseText
{
    /// <summary>In a list.</summary>
    public static string Line(StagedRelease release, DateTimeOffset now) =>
        $"{release.Address}  {LegJson.Word(release.State),-7}  {Age(release, now)}  {LegsOf(release)}";

    /// <summary>All that is known.</summary>
    public static IEnumerable<string> Lines(StagedRelease release, DateTimeOffset now)
    {
        yield return Line(release, now);
        yield return $"  begun     {WireDate.Format(release.Started)}";
        yield return $"  changed   {WireDate.Format(release.Updated)}";
        foreach (var leg in release.Legs)
        {
            yield return $"  leg {leg.Name}: {Count(leg.Files, "file")}, {ByteSize.Text(leg.Size)}, staged {WireDate.Format(leg.Staged)}";
        }
    }

    /// <summary>The fields of a release.</summary>
    public static void Write(Utf8JsonWriter json, StagedRelease release, DateTimeOffset now)
    {
        json.WriteString("subject", release.Address.Subject);
        json.WriteString("id", release.Address.Id.Name);
        json.WriteString("state", LegJson.Word(release.State));
        json.WriteNumber("ageSeconds", (long)Math.Max(0, (now - release.Started).TotalSeconds));
        json.WriteTime("started", release.Started);
        json.WriteTime("updated", release.Updated);
        json.WriteStartArray("legs");
        foreach (var leg in release.Legs)
        {
            json.WriteStartObject();
            json.WriteString("name", leg.Name.Name);
            json.WriteTime("staged", leg.Staged);
            json.WriteNumber("files", leg.Files);
            json.WriteNumber("size", leg.Size);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The legs in one line.</summary>
    public static string LegsOf(StagedRelease release) =>
        $"{(release.Legs.Count == 1 ? "leg" : "legs")} {string.Join(", ", release.Legs.Select(leg => leg.Name))}";

    public static string Count(int number, string noun) =>
        $"{number.ToString(CultureInfo.InvariantCulture)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>The clocks of two machines may differ: nothing is begun in the future.</summary>
    private static string Age(StagedRelease release, DateTimeOffset now) => (now - release.Started) switch
    {
        { TotalMinutes: < 1 } => "just begun",
        { TotalHours: < 1 } age => $"{Count((int)age.TotalMinutes, "minute")} old",
        { TotalDays: < 1 } age => $"{Count((int)age.TotalHours, "hour")} old",
        var age => $"{Count((int)age.TotalDays, "day")} old",
    };
}
