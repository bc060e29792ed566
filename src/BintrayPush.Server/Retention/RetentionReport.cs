using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BintrayPush.Server.Retention;

/// <summary>What goes by the rules, or is gone.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Versions">The versions.</param>
/// <param name="Staying">How many published versions do not go.</param>
/// <param name="IsDryRun">Whether they are still there.</param>
internal sealed record RetentionReport(
    RepositoryAddress Repository, IReadOnlyList<GoingVersion> Versions, int Staying, bool IsDryRun)
{
    private const int SchemaVersion = 1;

    private long Bytes => Versions.Sum(version => version.Bytes);

    /// <summary>The numbers.</summary>
    public string Summary =>
        $"{Repository}: {Count(Versions.Count, "version")} with {Count(Files, "file")} ({ByteSize.Text(Bytes)}) "
            + $"{(IsDryRun ? "would be deleted" : "deleted")}, {Count(Staying, "version")} stay{(Staying == 1 ? "s" : "")}";

    private int Files => Versions.Sum(version => version.Files);

    /// <summary>A line for each version, and the numbers.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var version in Versions)
        {
            yield return $"{version.Address.Package.Name} {version.Address.Name}: {Count(version.Files, "file")} "
                + $"({ByteSize.Text(version.Bytes)}), the last of {Day(version.LastFile)}";
        }

        yield return Summary;
        if (Versions.Count > 0)
        {
            yield return IsDryRun
                ? "Nothing was changed. --apply looks again and deletes them"
                : "Their bytes stay in the store until a sweep finds that nothing else has them";
        }
    }

    /// <summary>Everything as JSON.</summary>
    public string ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", SchemaVersion);
            json.WriteString("repository", Repository.ToString());
            json.WriteBoolean("dryRun", IsDryRun);
            json.WriteNumber("count", Versions.Count);
            json.WriteNumber("files", Files);
            json.WriteNumber("bytes", Bytes);
            json.WriteNumber("staying", Staying);
            json.WriteStartArray("versions");
            foreach (var version in Versions)
            {
                json.WriteStartObject();
                json.WriteString("package", version.Address.Package.Name);
                json.WriteString("version", version.Address.Name);
                json.WriteNumber("files", version.Files);
                json.WriteNumber("bytes", version.Bytes);
                json.WriteString("lastFile", WireDate.Format(version.LastFile));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static string Count(int number, string what) =>
        $"{number.ToString(CultureInfo.InvariantCulture)} {what}{(number == 1 ? "" : "s")}";

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
