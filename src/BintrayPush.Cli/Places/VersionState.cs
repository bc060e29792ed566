using System.Globalization;
using System.Text.Json;
using BintrayPush.Cli.Output;
using BintrayPush.Report;

namespace BintrayPush.Cli.Places;

/// <summary>What the files of a version say of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Published">How many of its files are public.</param>
/// <param name="Unpublished">How many wait for a publish, as far as the caller may know.</param>
/// <param name="Size">The bytes of all of these.</param>
/// <param name="LastFile">When the last of them arrived; nothing if there are none.</param>
internal sealed record VersionState(string Name, int Published, int Unpublished, long Size, DateTimeOffset? LastFile)
{
    /// <summary>One word for how far it is, and two for what is in between.</summary>
    public string Text => (Published, Unpublished) switch
    {
        (0, 0) => "nothing published",
        (0, _) => "unpublished",
        (_, 0) => "published",
        _ => "partly published",
    };

    /// <summary>The versions of a package, in the order in which they are given.</summary>
    public static IReadOnlyList<VersionState> Of(IEnumerable<string> versions, FileListing files)
    {
        var (published, unpublished) =
            (files.Published.ToLookup(file => file.Version.Name), files.Unpublished.ToLookup(file => file.Version.Name));
        return
        [
            .. versions.Select(name => published[name].Concat(unpublished[name]).ToList() is { Count: > 0 } all
                ? new VersionState(
                    name, published[name].Count(), unpublished[name].Count(), all.Sum(file => file.Size), all.Max(file => file.Created))
                : new VersionState(name, 0, 0, 0, LastFile: null)),
        ];
    }

    /// <summary>For people.</summary>
    /// <param name="isLatest">Whether it is the newest one with a public file.</param>
    public string Line(bool isLatest)
    {
        var files = Published + Unpublished;
        var amount = files == 0 ? "" : $", {files} {(files == 1 ? "file" : "files")} ({PushSummary.Size(Size)})";
        return $"  {Name}{(isLatest ? " (latest)" : "")}: {Text}{amount}{(Time(LastFile) is { } time ? $", {time}" : "")}";
    }

    /// <summary>For programs.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("version", Name);
        json.WriteString("state", Text);
        json.WriteNumber("published", Published);
        json.WriteNumber("unpublished", Unpublished);
        json.WriteNumber("size", Size);
        json.WriteTime("lastFile", LastFile);
        json.WriteEndObject();
    }

    /// <summary>A time for people; nothing for one that a service did not say.</summary>
    public static string? Time(DateTimeOffset? time) =>
        time is { } known && known != default
            ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : null;
}
