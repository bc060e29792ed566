using System.Collections;
using System.Globalization;
using BintrayPush.Artifacts;
using BintrayPush.Build.Tasks;
using BintrayPush.Report;
using Microsoft.Build.Utilities;

namespace BintrayPush.Build.Settings;

/// <summary>BintrayArtifact items to artifacts, and what became of them back to items.</summary>
internal static class ArtifactItems
{
    /// <summary>
    /// Where an item goes without a BintrayPath; set when it is collected, because RecursiveDir is lost through target returns.
    /// </summary>
    public const string DefaultPath = "BintrayDefaultPath";

    private const string Properties = "BintrayProperties";

    public static Artifact Read(ITaskItem item, PropertyReader reader)
    {
        var file = item.GetMetadata("FullPath");
        var disclosed = DisclosedBy(item, reader).ToList();
        return (Artifact.At(file, DefaultPathOf(item), FolderOf(file, DefaultPathOf(item))) with
        {
            Own = new GivenCoordinates(
                item.GetMetadata(Setting.Repo.Name), item.GetMetadata(
                    Setting.Package.Name), item.GetMetadata(Setting.Version.Name), item.GetMetadata(Setting.Path.Name)),
            Override = reader.OptionalSwitch($"Metadata {Setting.Override}", item.GetMetadata(Setting.Override.Name), file),
            Explode = reader.OptionalSwitch($"Metadata {Setting.Explode}", item.GetMetadata(Setting.Explode.Name), file),
            ListInDownloads = reader.OptionalSwitch(
                $"Metadata {Setting.ListInDownloads}", item.GetMetadata(Setting.ListInDownloads.Name), file),
            Debian = DebianOf(item),
            Properties = ArtifactProperties.Of([.. MetadataOf(item), .. disclosed]),
        }).Disclosing(ArtifactProperties.Of(disclosed), reader.Add);
    }

    private static DebianCoordinates? DebianOf(ITaskItem item)
    {
        var (distribution, component, architecture) =
            (List(Setting.DebianDistribution), List(Setting.DebianComponent), List(Setting.DebianArchitecture));
        return distribution is null && component is null && architecture is null ? null : new(distribution, component, architecture);

        // MSBuild separates with semicolons, the service with commas (protocol reference 8.4).
        string? List(Setting setting) =>
            PropertyReader.List(item.GetMetadata(setting.Name)) is { } values ? string.Join(",", values) : null;
    }

    /// <summary>The path below the folder that was searched for the file, or its name.</summary>
    public static string DefaultPathOf(ITaskItem item) =>
        item.GetMetadata(DefaultPath) is { Length: > 0 } collected
            ? collected
            : item.GetMetadata("RecursiveDir").Replace('\\', '/') + Path.GetFileName(item.GetMetadata("FullPath"));

    /// <summary>The folder that was searched for a file: all of its path before the path in that folder.</summary>
    public static string? FolderOf(string file, string path) =>
        file.Replace('\\', '/').EndsWith("/" + path, StringComparison.Ordinal) ? file.Substring(0, file.Length - path.Length - 1) : null;

    /// <summary>The item that was pushed, with what became of it. What it had stays.</summary>
    public static ITaskItem Stamp(ITaskItem source, PushedFile file)
    {
        var item = new TaskItem(source);
        SetCoordinates(item, file.Coordinates);
        Set(item, "BintrayUploadTime", file.UploadTime is { } time ? WireDate.Format(time) : null);
        Set(item, "Url", file.Url);
        Set(item, "Sha1", file.Sha1);
        Set(item, "Sha256", file.Sha256);
        Set(item, "Size", file.Size?.ToString(CultureInfo.InvariantCulture));
        Set(item, "Outcome", file.Outcome.ToString());
        return item;
    }

    /// <summary>The item that a dry run looked at, with what a push would make of it.</summary>
    public static ITaskItem Stamp(ITaskItem source, DryRunFile file)
    {
        var item = new TaskItem(source);
        SetCoordinates(item, file.Coordinates);
        Set(item, "Size", file.Artifact.Size?.ToString(CultureInfo.InvariantCulture));
        Set(item, "Outcome", OutcomeOf(file.Intention));
        return item;
    }

    private static string OutcomeOf(Intention intention) => intention switch
    {
        Intention.Same => nameof(Outcome.Unchanged),
        Intention.Skip => nameof(Outcome.Skipped),
        Intention.Conflict => nameof(Outcome.Failed),
        _ => "Planned",
    };

    private static void SetCoordinates(TaskItem item, GivenCoordinates coordinates)
    {
        Set(item, Setting.Repo.Name, coordinates.Repository);
        Set(item, Setting.Package.Name, coordinates.Package);
        Set(item, Setting.Version.Name, coordinates.Version);
        Set(item, Setting.Path.Name, coordinates.Path);
    }

    /// <summary>SetMetadata would take a %20 in a URL for a space (craft reference 2.2).</summary>
    private static void Set(TaskItem item, string name, string? value) => ((ITaskItem2)item).SetMetadataValueLiteral(name, value ?? "");

    private static IEnumerable<KeyValuePair<string, string>> MetadataOf(ITaskItem item)
    {
        foreach (DictionaryEntry metadatum in ((ITaskItem2)item).CloneCustomMetadataEscaped())
        {
            var name = (string)metadatum.Key;
            if (!IsOurs(name))
            {
                foreach (var value in Split(metadatum.Value))
                {
                    yield return new(name, value);
                }
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> DisclosedBy(ITaskItem item, PropertyReader reader)
    {
        foreach (var pair in Split(((ITaskItem2)item).GetMetadataValueEscaped(Properties)))
        {
            var equals = pair.IndexOf('=');
            if (equals > 0)
            {
                yield return new(pair.Substring(0, equals).Trim(), pair.Substring(equals + 1));
            }
            else
            {
                reader.Add(Texts.InvalidValue("Metadata " + Properties, pair, "key=value;key=value", item.GetMetadata("FullPath")));
            }
        }
    }

    /// <summary>Our own names are no properties, and neither is what MSBuild adds when items pass through a target.</summary>
    private static bool IsOurs(string name) =>
        name.StartsWith("Bintray", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("MSBuildSource", StringComparison.OrdinalIgnoreCase)
        || name.Equals("OriginalItemSpec", StringComparison.OrdinalIgnoreCase);

    /// <summary>Separated where a semicolon stands, not where an escaped one does.</summary>
    private static IEnumerable<string> Split(object? escaped) =>
        ((string?)escaped ?? "").Split(';').Select(Escaping.Unescape).Where(value => !string.IsNullOrWhiteSpace(value));
}
